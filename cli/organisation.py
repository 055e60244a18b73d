"""`etappi org NAME`: one organisation, what is known of it and its roles."""

import click

from cli.context import Context
from cli.output import put, put_json, terminal_width
from cli.table import Column, draw
from core import quarter as quarters
from core.display import safe, width
from core.network import OrganisationPage, RoleLine
from locales import t


class Organisations(click.Group):
    """The group `org`, in which a name that is no verb shows the organisation of that name."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:  # fmt: skip
        """The verb and its arguments; `show` for a single name."""
        named = args[0] not in self.commands and not any(not one.startswith("-") for one in args[1:])
        return super().resolve_command(ctx, ["show", *args] if named else args)


@click.command("show", help=t("cli.help_org_show"))
@click.argument("name")
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def show_command(context: Context, name: str, json: bool) -> None:
    """Print one organisation."""
    from store import members, network

    with context.project_reading() as (connection, project):
        found = members.find(connection, project.id, name)
        page = network.organisation_page(connection, project.id, found)
    if page is None:
        raise LookupError(found)
    if json:
        put_json(_as_json(page))
        return
    _put_page(page)


def _as_json(page: OrganisationPage) -> dict[str, object]:
    return {
        "name": page.name, "short": page.short, "aliases": [text for text in page.spellings if text != page.name],
        "network": page.network, "business_id": page.business_id, "region": page.region, "language": page.language,
        "labels": list(page.labels),
        "roles": [{"workpackage": role.package, "role": role.role, "certainty": role.certainty,
                   "from": _code(role.from_quarter), "to": _code(role.to_quarter)} for role in page.roles],
    }  # fmt: skip


def _code(quarter: int | None) -> str | None:
    return None if quarter is None else quarters.code(quarter)


def _put_page(page: OrganisationPage) -> None:
    from importers.places import language

    lines = (
        (t("cli.head_short"), page.short),
        (t("tui.page_network"), t("import.value_inside" if page.network else "import.value_outside")),
        (t("tui.field_business_id"), page.business_id or "–"),
        (t("tui.field_region"), page.region or "–"),
        (t("tui.field_language"), language(page.language) if page.language else "–"),
        (t("tui.field_labels"), ", ".join(page.labels) or "–"),
        (t("cli.head_spellings"), "; ".join(text for text in page.spellings if text != page.name) or "–"),
    )
    wide = max(width(label) for label, _ in lines) + 2
    put([safe(page.name), *(safe(f"  {label}{' ' * (wide - width(label))}{told}") for label, told in lines), ""])
    if not page.roles:
        put([t("cli.no_roles_of")])
        return
    head = [Column(t("status.head_package")), Column(t("cli.head_role")), Column(t("cli.head_certainty"))]
    put(draw(head, [_role(role) for role in page.roles], terminal_width()))


def _role(role: RoleLine) -> list[str]:
    return [role.package, t(f"status.role_{role.role}_name"), t(f"cli.certainty_{role.certainty}")]
