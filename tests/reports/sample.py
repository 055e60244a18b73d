"""A report with everything that a writer may meet: each kind of block, cell and chart, gaps, and hostile text."""

from reports.document import Cell, Chart, Column, Document, Heading, Items, Paragraph, Run, Series, Table

HOSTILE = '<script>alert(1)</script> & "Ry" ]]> =1+1 \x1b[31m \u202e& \'t Hooft'
"""What somebody may have typed; it is shown as it stands, but for what no text may hold."""
WORDS = {
    "fi": ("Neljännesraportti Q3/2024", "Tilanne lyhyesti", "Työpaketit", "Suunnitelma", "● aikataulussa",
           "▲ seurattava", "■ vaatii toimia"),
    "sv": ("Kvartalsrapport Q3/2024", "Läget i korthet", "Arbetspaket", "Plan", "● enligt plan", "▲ bevakas",
           "■ kräver åtgärder"),
    "en": ("Quarter report Q3/2024", "The state in short", "Work packages", "Planned", "● on schedule", "▲ watch",
           "■ action needed"),
}  # fmt: skip


def text(words: str) -> tuple[Run, ...]:
    return (Run(words),)


def percent(share: int, language: str) -> Cell:
    """A cell of *share* per cent, as the language writes it."""
    return Cell(f"{share}%" if language == "en" else f"{share}\u00a0%", share / 100, f"2024-Q3/TP{share}/done")


def packages(language: str) -> Table:
    title, planned = WORDS[language][2], WORDS[language][3]
    columns = (Column("package", title), Column("done", "Q3", "share"), Column("planned", planned, "share"),
               Column("status", "Tila", "status"), Column("reason", "Peruste"))  # fmt: skip
    told = (("TP1 Digikyvykkyys osaksi toimintaa", 65, 66, "watch", 0, "kohta myöhässä: TP1.2"),
            ("TP1.1 Kokonaisarkkitehtuuri", 61, 57, "on_schedule", 1, ""),
            ("TP1.2 Oppimisanalytiikka", 58, 69, "watch", 1, HOSTILE),
            ("TP2 Keskeiset kokonaisuudet", 20, 53, "action_needed", 0, "synteesi 2 neljännestä myöhässä"))  # fmt: skip
    words = dict(zip(("on_schedule", "watch", "action_needed"), WORDS[language][4:], strict=True))
    rows = tuple(
        (Cell(name, name.split()[0], level=level), percent(done, language), percent(plan, language),
         Cell(words[status], status, f"2024-Q3/{name.split()[0]}/status", status), Cell(reason, reason))
        for name, done, plan, status, level, reason in told
    )  # fmt: skip
    return Table("packages", f"{title}: Q3/2024", columns, rows)


def reach() -> Table:
    columns = (Column("what", ""), Column("quarter", "Q3", "count"), Column("since", "Hankkeen alusta", "count"),
               Column("day", "Viimeksi", "date"), Column("change", "Muutos", "percent_points"))  # fmt: skip
    rows = (
        (Cell("Osallistumiskertoja"), Cell("780", 780, "2024-Q3/reach/contacts"), Cell("1\u00a0624", 1624),
         Cell("10.9.2024", "2024-09-10"), Cell("+40", 40)),
        (Cell("Eri henkilöitä"), Cell("331–349", None, "2024-Q3/reach/persons"), Cell("549–586"), Cell("–", None),
         Cell("–", None)),
        (Cell("Verkoston organisaatioita"), Cell("66/84", 66, of=84), Cell("73/84", 73, of=84), Cell("–", None),
         Cell("0", 0)),
    )  # fmt: skip
    return Table("reach", "Tavoitetut: Q3/2024 ja hankkeen alusta", columns, rows)


CHARTS = (
    Chart("progress", "Toteuma ja suunnitelma", "bars", "share",
          ("TP1 Digikyvykkyys osaksi toimintaa", "TP1.1 Kokonaisarkkitehtuuri", "TP1.2 Analytiikka", "TP2", "TP3"),
          (Series("Tehty", (0.65, 0.61, 0.58, 0.20, None)), Series("Suunnitelma", (0.66, 0.57, 0.69, 0.53, 0.0))),
          "Kauimpana suunnitelmasta on TP2: tehty 20 %, suunnitelma 53 %."),
    Chart("persons", "Eri henkilöt neljänneksittäin", "columns", "count", ("Q1/2024", "Q2/2024", "Q3/2024", "Q4/2024"),
          (Series("Eri henkilöitä", (120, 226, 340, None), (118, 210, 331, None), (120, 240, 349, None)),),
          "Eri henkilöiden määrä kasvoi joka neljänneksellä."),
    Chart("answers", "Vastausten jakauma", "stacked", "share", ("Alkukysely", "Loppukysely", "Palaute"),
          (Series("Eri mieltä", (0.3, 0.12, None)), Series("Ei kumpaakaan", (0.3, 0.2, None)),
           Series("Samaa mieltä", (0.25, 0.38, None)), Series("Täysin samaa mieltä", (0.15, 0.3, None))),
          "Samaa mieltä olevien osuus kasvoi."),
    Chart("quarters", "Toteuma neljänneksittäin", "line", "share", ("Q1/2024", "Q2/2024", "Q3/2024", "Q4/2024"),
          (Series("Tehty", (0.12, None, 0.57, 0.8)), Series("Suunnitelma", (0.15, 0.36, 0.61, 1.0))),
          "Tehty jäi suunnitelmasta joka neljänneksellä."),
    Chart("top", "Samaa mieltä olevat <alku & loppu>", "bars", "share", ("Tunnen tuotokset", "Käytän niitä"),
          (Series("Alku", (0.6, 0.41), (0.52, 0.3), (0.67, 0.52)),
           Series("Loppu", (0.8, 0.4), (0.69, 0.3), (0.88, 0.5))),
          "Tunteminen kasvoi."),
)  # fmt: skip


def sample(language: str = "fi") -> Document:
    """The report in *language* (its sections; invented)."""
    title, state, work = WORDS[language][:3]
    figure = Run("52/72", strong=True, figure="2024-Q3/obligation/own_plan", value=52)
    return Document(
        code="quarter", title=title, language=language,
        lead=((Run("Digikyvykkyyden hanke (DIGI24)", strong=True),), text("Tilanne 30.9.2024, lukittu 14.10.2024."),
              (Run("Esittelyaineisto: luvut on keksitty.", emphasis=True),)),
        blocks=(
            Heading(state),
            Items((text("Yhdeksästä työpaketista 6 on aikataulussa."), (Run("Suunnitelman on tehnyt "), figure,
                                                                      Run(" järjestäjää.")), text(HOSTILE))),
            Items((text("Päätös: uusi määräaika Q4/2024."), text("Tiedoksi: loppuseminaari.")), ordered=True),
            Heading(work), packages(language), CHARTS[0],
            Heading("Valmistui"), Paragraph(text("Väliseminaari (10.9.), mittaristo (4.9.).")),
            Heading("Tapahtumat"), reach(), Heading("Kyselyt", 3), *CHARTS[1:],
            Items((text("Yksi uusi luettelo alkaa ykkösestä."),), ordered=True),
            Paragraph(text("Luvut on pyöristetty."), note=True),
        ),
        footer=text("Toteuma on valmiiden kohtien osuus. Tilannekuva Q3-2024, tunniste 3d81f0."),
        project="DIGI24", quarter="2024-Q3", as_of="2024-09-30", snapshot="Q3-2024", sha256="3d81f0" + 58 * "0",
    )  # fmt: skip
