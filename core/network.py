"""Records of the network: the matrix of organisations and work packages, and one organisation whole."""

from dataclasses import dataclass

ORDERS = ("name", "packages", "load")  # load: in how many packages it leads or assists


@dataclass(frozen=True)
class NetworkFilter:
    """What a list of organisations is narrowed to; all that is given must hold.

    *text* is looked for in names, short names and spellings without regard to case and marks; *package* is an id;
    *role* one of core.roles.ROLES (in *package* if both are given); *no_mark*: no visible mark in any table and
    nothing confirmed; *unconfirmed*: *role* (in *package*) only as interest, without a role a lead or assisting lead;
    *outside*: True outside the network, False in it; *region* stands anywhere in the region's name; *language* is a
    code; *never*: of the network, and at no event.
    """

    text: str = ""
    package: int | None = None
    role: str | None = None
    no_mark: bool = False
    unconfirmed: bool = False
    outside: bool | None = None
    label: str = ""
    region: str = ""
    language: str = ""
    never: bool = False


@dataclass(frozen=True)
class RoleCell:
    """The highest role of an organisation in a package; *several* where it has more than one."""

    role: str
    confirmed: bool
    several: bool = False


@dataclass(frozen=True)
class NetworkRow:
    """A row of the matrix; *cells* in the order of the packages, None where the organisation takes no part."""

    id: int
    name: str
    short: str
    network: bool
    labels: tuple[str, ...]
    cells: tuple[RoleCell | None, ...]


@dataclass(frozen=True)
class RoleLine:
    """A role on an organisation's page; *version* is what a form must hold to change it."""

    id: int
    package: str
    title: str
    role: str
    certainty: str
    from_quarter: int | None
    to_quarter: int | None
    source: str
    version: int


@dataclass(frozen=True)
class Origin:
    """A row of an import that spoke of the organisation."""

    batch: int
    file: str
    place: str
    name: str
    roles: str


@dataclass(frozen=True)
class OrganisationPage:
    """One organisation in a project."""

    id: int
    name: str
    short: str
    network: bool
    version: int
    labels: tuple[str, ...]
    spellings: tuple[str, ...]
    roles: tuple[RoleLine, ...]
    origins: tuple[Origin, ...]
    business_id: str | None = None
    region: str | None = None
    language: str | None = None
