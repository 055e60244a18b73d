"""The figures' one home: planned and earned value of items, and the views that stand on them (rules.md 2).

The expressions are functions of the quarter and the day that they hold for, so that the views (at the end of each
quarter) and the board (today) are made of the same text. `core.progress` says what the figures mean; a property
test holds the two together. Plain strings only: `etappi status` loads this module.
"""

APART = "LIMIT -1"
"""SQL: keeps SQLite from writing a subquery out wherever one of its columns is read, which took `etappi status` four
milliseconds to prepare."""


def quarter_of(column: str) -> str:
    """SQL: the quarter (integer) of an ISO date column."""
    return f"(CAST(substr({column}, 1, 4) AS INTEGER) * 4 + (CAST(substr({column}, 6, 2) AS INTEGER) - 1) / 3)"


def answered_on(row: str) -> str:
    """SQL over a response *row*: the day on which it counts. Without one of its own it is its wave's last, else its
    first day, else the day of the import."""
    return (
        f"coalesce({row}.on_date, (SELECT coalesce(v.closed, v.opened) FROM wave AS v WHERE v.id = {row}.wave_id), "
        f"(SELECT substr(x.at, 1, 10) FROM action AS x WHERE x.id = {row}.made_by))"
    )


def last_day_of(quarter: str) -> str:
    """SQL: the ISO date of the last day of a quarter column."""
    return f"date(printf('%04d-%02d-01', {quarter} / 4, ({quarter} % 4) * 3 + 1), '+3 months', '-1 day')"


def in_force(edge: str, quarter: str) -> str:
    """SQL over a row *i* of v_item: its *edge* (first or last quarter) as the plan stood in *quarter* (Replan)."""
    column = {"first": "from_quarter", "last": "to_quarter"}[edge]
    return (
        f"coalesce((SELECT r.{column} FROM replan AS r WHERE r.item_id = i.id AND r.step_id IS NULL "
        f"AND r.effective <= {quarter} ORDER BY r.effective DESC LIMIT 1), i.{edge})"
    )


def step_due(quarter: str) -> str:
    """SQL over a row *s* of step: the quarter in which it is due as the plan stood in *quarter*."""
    return (
        "coalesce((SELECT r.to_quarter FROM replan AS r WHERE r.item_id = s.item_id AND r.step_id = s.id "
        f"AND r.effective <= {quarter} ORDER BY r.effective DESC LIMIT 1), s.quarter)"
    )


def planned_share(quarter: str) -> str:
    """SQL over a row *i* with the item's first and last quarter as the plan stood in its *quarter*: the share planned
    by the end of *quarter* (SQL); NULL for level of effort."""
    replanned = "EXISTS (SELECT 1 FROM replan AS r WHERE r.item_id = i.id AND r.effective <= i.quarter)"
    return f"""CASE
    WHEN i.technique = 'effort' THEN NULL
    WHEN i.scope_from > {quarter} THEN 0.0
    WHEN i.technique = 'milestones' THEN
      min(1.0, (SELECT total(s.share) FROM step AS s WHERE s.item_id = i.id AND {step_due("i.quarter")} <= {quarter}))
    WHEN {quarter} < i.first THEN 0.0
    WHEN {quarter} >= i.last THEN 1.0
    WHEN i.technique = 'units' AND EXISTS (SELECT 1 FROM unit_target AS u WHERE u.item_id = i.id)
      AND NOT {replanned} THEN
      min(1.0, ifnull((SELECT max(u.units) FROM unit_target AS u
                       WHERE u.item_id = i.id AND u.quarter <= {quarter}), 0) * 1.0 / i.units)
    WHEN i.technique = 'units' THEN ({quarter} - i.first + 1) * 1.0 / (i.last - i.first + 1)
    WHEN i.technique = '50/50' THEN 0.5
    ELSE 0.0 END"""


OBLIGATION = "obligation:"
"""How a counter begins that counts an obligation (core.obligations.COUNTER)."""


def counted_units(item: str, day: str, typed: str) -> str:
    """SQL over a row *item* of v_item: its units done on the day *day*, counted where Etappi counts them (no number is
    typed twice), else *typed* (SQL). NULL where an obligation is not there."""
    code = f"substr({item}.counter, {len(OBLIGATION) + 1})"
    done = obligation_done(f"{item}.project_id", code, day)
    return f"CASE WHEN {by_obligation(item)} THEN {done} ELSE {typed} END"


def by_obligation(item: str) -> str:
    """SQL over a row *item* of v_item: its units are counted from an obligation."""
    return f"substr({item}.counter, 1, {len(OBLIGATION)}) = '{OBLIGATION}'"


def obligation_done(project: str, code: str, day: str) -> str:
    """SQL: how many organisations that owe the obligation *code* (SQL) of *project* have it done on the day *day*, as
    core.obligations has it; NULL where there is no such obligation."""
    quarter = f"min(max({quarter_of(day)}, {quarter_of('t.start_date')}), {quarter_of('t.end_date')})"
    return f"""(SELECT (
      SELECT count(*) FROM obligation_fact AS f
      WHERE f.obligation_id = b.id AND f.state = 'done' AND f.on_date <= {day}
        AND NOT EXISTS (SELECT 1 FROM obligation_fact AS n WHERE n.obligation_id = f.obligation_id
          AND n.organisation_id = f.organisation_id AND n.on_date <= {day} AND (n.on_date, n.id) > (f.on_date, f.id))
        AND EXISTS (SELECT 1 FROM membership AS m WHERE m.project_id = b.project_id
          AND m.organisation_id = f.organisation_id AND m.network AND {in_quarter("b.quarter", "m")})
        AND CASE WHEN b.work_package_id IS NOT NULL THEN EXISTS (SELECT 1 FROM participation AS p
            WHERE p.project_id = b.project_id AND p.work_package_id = b.work_package_id
            AND p.organisation_id = f.organisation_id AND (b.role IS NULL OR p.role = b.role)
            AND {in_quarter("b.quarter")})
          WHEN b.role IS NOT NULL THEN EXISTS (SELECT 1 FROM participation AS p
            WHERE p.organisation_id = f.organisation_id AND +p.project_id = b.project_id AND p.role = b.role
            AND {in_quarter("b.quarter")})
          ELSE 1 END)
    FROM (SELECT b.id, b.project_id, b.work_package_id, b.role, {quarter} AS quarter FROM obligation AS b
      JOIN project AS t ON t.id = b.project_id WHERE b.project_id = {project} AND b.code = {code} {APART}) AS b)"""


def item_figures(cut: str, quarter: str, reference: str, source: str = "v_item AS i") -> str:
    """SQL: one row an item of *source* (which may join and filter v_item AS i), with its state on the day *cut*:

    first and last (as the plan stood in *quarter*), closed (accepted, cancelled or NULL), closed_on, started,
    units_done, earned (share; NULL for level of effort), and planned and planned_ref, the shares planned by the ends of
    *quarter* and *reference* (as the plan stood in *quarter* too: a new due quarter moves the yardstick at once).
    """
    facts = "FROM evidence AS e WHERE e.item_id = i.id AND e.on_date <= i.cut"
    newest = "ORDER BY e.on_date DESC, e.id DESC LIMIT 1"
    closing = "AND e.kind IN ('accepted', 'cancelled', 'reopened')"
    return f"""
SELECT f.*, CASE
    WHEN technique = 'effort' THEN NULL
    WHEN closed = 'accepted' THEN 1.0
    WHEN technique = 'milestones' THEN min(1.0, steps_done)
    WHEN technique = 'units' THEN min(1.0, ifnull(units_done, 0) * 1.0 / units)
    WHEN technique = '50/50' AND started THEN 0.5
    ELSE 0.0 END AS earned
FROM (
  SELECT i.id, i.project_id, i.work_package_id, i.kind, i.code, i.title, i.position, i.technique, i.weight, i.units,
    i.owner_id, i.counter, i.scope_from, i.late_reason, i.quarter, i.first, i.last,
    (SELECT nullif(e.kind, 'reopened') {facts} {closing} {newest}) AS closed,
    (SELECT e.on_date {facts} {closing} {newest}) AS closed_on,
    EXISTS (SELECT 1 {facts} AND (e.kind IN ('started', 'accepted', 'step') OR e.kind = 'units' AND e.units > 0))
      OR ifnull(i.counted, 0) > 0 AS started,
    CASE WHEN {by_obligation("i")} THEN i.counted
      ELSE (SELECT e.units {facts} AND e.kind = 'units' {newest}) END AS units_done,
    CASE WHEN i.technique = 'milestones' THEN
      (SELECT total(s.share) FROM step AS s WHERE s.item_id = i.id AND EXISTS (SELECT 1 {facts} AND e.step_id = s.id))
    END AS steps_done,
    {planned_share("i.quarter")} AS planned,
    {planned_share("i.reference")} AS planned_ref
  FROM (
    SELECT i.id, i.project_id, i.work_package_id, i.kind, i.code, i.title, i.position, i.technique, i.weight, i.units,
      i.owner_id, i.counter, i.scope_from, i.late_reason, {quarter} AS quarter, {cut} AS cut, {reference} AS reference,
      {in_force("first", quarter)} AS first, {in_force("last", quarter)} AS last,
      {counted_units("i", cut, "NULL")} AS counted
    FROM {source} {APART}
  ) AS i {APART}
) AS f"""


DONE = "(closed IS 'accepted' OR earned >= 1 - 1e-9)"
"""SQL over `item_figures`: nothing of the item is left."""

COUNTS = "(technique <> 'effort' AND closed IS NOT 'cancelled' AND (scope_from IS NULL OR scope_from <= quarter))"
"""SQL over `item_figures`: the item is part of EV, PV and W (rules.md 2)."""

RANK = "CASE role WHEN 'lead' THEN 0 WHEN 'assist' THEN 1 WHEN 'expert' THEN 2 WHEN 'beneficiary' THEN 3 ELSE 4 END"
"""SQL: the place of a role in core.roles.ROLES."""


def in_quarter(quarter: str, table: str = "p") -> str:
    """SQL: a row with from_quarter and to_quarter holds in *quarter*."""
    return (
        f"({table}.from_quarter IS NULL OR {table}.from_quarter <= {quarter}) "
        f"AND ({table}.to_quarter IS NULL OR {table}.to_quarter >= {quarter})"
    )


def not_over(table: str = "p") -> str:
    """SQL: a row with to_quarter did not end with a locked quarter: it says something of today or of what is to come
    (store.commands.inforce)."""
    return (
        f"ifnull({table}.to_quarter, 9999) > "
        f"ifnull((SELECT max(k.quarter) FROM quarter_lock AS k WHERE k.project_id = {table}.project_id), 0)"
    )


VIEWS: tuple[tuple[str, str], ...] = (
    (
        "v_lock",
        """SELECT id AS project, (SELECT max(quarter) FROM quarter_lock WHERE project_id = p.id) AS newest,
  (SELECT ((max(quarter) + 1) / 4) || '-' || substr('01040710', (max(quarter) + 1) % 4 * 2 + 1, 2)
    FROM quarter_lock WHERE project_id = p.id) AS open_day
FROM project AS p""",
    ),
    (
        "v_action",
        """SELECT a.*, EXISTS (
  SELECT 1 FROM action AS u WHERE u.undo_of = a.id
  AND NOT EXISTS (SELECT 1 FROM action AS r WHERE r.undo_of = u.id)) AS undone
FROM action AS a""",
    ),
    (
        "v_quarter",
        f"""WITH RECURSIVE span(project_id, quarter, last) AS (
  SELECT id, {quarter_of("start_date")}, {quarter_of("end_date")} FROM project
  UNION ALL SELECT project_id, quarter + 1, last FROM span WHERE quarter < last)
SELECT project_id, quarter, {last_day_of("quarter")} AS last_day FROM span""",
    ),
    (
        "v_item",
        f"""SELECT i.*,
  coalesce(i.from_quarter, w.from_quarter, {quarter_of("p.start_date")}) AS first,
  coalesce(i.to_quarter, w.to_quarter, {quarter_of("p.end_date")}) AS last,
  (SELECT d.reason FROM deviation AS d WHERE d.item_id = i.id) AS late_reason
FROM item AS i JOIN work_package AS w ON w.id = i.work_package_id JOIN project AS p ON p.id = i.project_id""",
    ),
    (
        "v_item_quarter",
        f"""SELECT *, {DONE} AS done, {COUNTS} AS counts FROM ({
            item_figures("q.last_day", "q.quarter", "q.quarter - 1",
                         "v_item AS i JOIN v_quarter AS q ON q.project_id = i.project_id")
        })""",
    ),
    (
        "v_member",
        """SELECT m.* FROM membership AS m WHERE NOT EXISTS (
  SELECT 1 FROM membership AS n WHERE n.project_id = m.project_id AND n.organisation_id = m.organisation_id
  AND ifnull(n.from_quarter, 0) > ifnull(m.from_quarter, 0))""",
    ),
    (
        "v_waiting",
        """SELECT r.project_id, r.batch_id, r.id AS row_id, r.place, r.name, r.package, r.roles
FROM import_row AS r JOIN v_action AS a ON a.id = r.batch_id
WHERE r.outcome = 'waiting' AND NOT a.undone AND NOT EXISTS (
  SELECT 1 FROM import_row AS l JOIN v_action AS la ON la.id = l.batch_id WHERE l.project_id = r.project_id
  AND l.name = r.name AND l.package IS r.package AND l.id > r.id AND l.outcome <> 'waiting' AND NOT la.undone)""",
    ),
)  # fmt: skip
"""(name, SELECT) of every view, in the order in which they are made: `select * from v_item_quarter` works in any
SQLite shell."""


def view_statements() -> list[str]:
    """CREATE VIEW statements in order."""
    return [f"CREATE VIEW {name} AS\n{text.strip()}" for name, text in VIEWS]
