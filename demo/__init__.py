"""The bundled demo project: real work packages, organisations and roles, invented progress (README.md says which).

``plan.toml``, ``participation.txt`` and ``answers.toml`` go in as a coordinator's own files would; ``progress.toml``
holds dated evidence. The demo's today is `TODAY`.
"""

TODAY = "2024-09-16"
