//! The table: what each recipe, and the settings at hand, can break under each kind of fault. Every cell is explored in
//! the browser; a click on one shows its shortest runs.

use yew::{Callback, Html};

use super::app::Ask;
use super::element::{Element, empty, said, told};
use super::icon::Icon;
use super::panel::button;
use super::thoughts::Thoughts;
use super::words;
use crate::explore::table;
use crate::setup::{FaultKind, Setup, recipes};
use crate::tell::{self, Lang};

/// The class of what stands under the table for the chosen cell.
pub const DETAILS: &str = "details";

/// What the table shows.
pub struct Grid<'page> {
    /// The language.
    pub lang: Lang,
    /// The settings at hand.
    pub setup: &'page Setup,
    /// Whether the table is open.
    pub open: bool,
    /// The row and the column that a person wants to see.
    pub chosen: Option<(usize, usize)>,
    /// What is known.
    pub thoughts: &'page Thoughts,
    /// Where wishes go.
    pub ask: &'page Callback<Ask>,
}

impl Grid<'_> {
    /// The table.
    pub fn draw(&self) -> Html {
        let toggle = button(self.ask, Ask::Table).word("class", "go").word("data-do", "table");
        let toggle = toggle.flag("aria-expanded", self.open);
        let words = if self.open { words::close_table(self.lang) } else { words::open_table(self.lang) };
        Element::of("section", "grid")
            .word("aria-labelledby", "grid")
            .with(Element::new("h2").word("id", "grid").say(words::table(self.lang)).done())
            .with(Element::of("p", "about").say(words::table_about(self.lang)).done())
            .with(toggle.say(words).done())
            .with(if self.open { self.table() } else { empty("div") })
            .done()
    }

    fn table(&self) -> Html {
        let columns = table::columns(self.setup.broker);
        let names: Vec<&'static str> = std::iter::once(words::your_settings(self.lang))
            .chain(recipes(self.setup.broker).iter().map(|recipe| tell::recipe(recipe.name, self.lang)))
            .collect();
        let heads = columns.iter().map(|column| self.head(*column));
        // Nothing stands over the names.
        let head = Element::new("tr").with(Element::new("td").done()).each(heads).done();
        let rows = names.iter().enumerate().map(|(row, name)| self.row(row, name, columns.len()));
        let table = Element::new("table").with(Element::new("thead").with(head).done());
        let table = table.with(Element::new("tbody").each(rows).done()).done();
        Element::new("div")
            .with(Element::of("p", "about").say(words::choose_cell(self.lang)).done())
            .with(Element::of("div", "scroll").word("tabindex", "0").with(table).done())
            .with(self.legend())
            .with(self.details(&columns, &names))
            .done()
    }

    fn head(&self, column: Option<FaultKind>) -> Html {
        let (label, about) = match column {
            None => (words::no_fault(self.lang), ""),
            Some(kind) => (
                tell::fault_label(kind, self.setup.broker, self.lang),
                tell::fault_about(kind, self.setup.broker, self.lang),
            ),
        };
        let label = Element::new("span").say(label).done();
        Element::new("th").word("scope", "col").word("title", about).with(label).done()
    }

    fn row(&self, row: usize, name: &'static str, columns: usize) -> Html {
        let head = Element::new("th").word("scope", "row").say(name).done();
        let cells = (0..columns).map(|column| self.cell(row, column));
        Element::of("tr", if row == 0 { "own" } else { "" }).with(head).each(cells).keyed(row)
    }

    fn cell(&self, row: usize, column: usize) -> Html {
        let place = Element::new("td").text("data-cell", format!("{row}-{column}"));
        let Some(cell) = self.thoughts.cell(self.setup, row, column) else {
            return place.with(Element::of("span", "late").say("…").done()).done();
        };
        let calm = self.thoughts.cell(self.setup, row, 0);
        if column > 0 && calm.is_some_and(|calm| calm.states == cell.states) {
            // The fault found nothing to strike: it made no world that a run without it does not have.
            return place.word("class", "never").with(said("")).done();
        }
        if cell.findings.is_empty() {
            let (class, sign) = if cell.complete { ("none", "–") } else { ("open", "?") };
            return place.with(Element::of("span", class).say(sign).done()).done();
        }
        let chosen = self.chosen == Some((row, column));
        let marks = cell.findings.iter().map(|finding| {
            let flag = finding.flag;
            let anyway = column > 0 && calm.is_some_and(|calm| calm.findings.iter().any(|calm| calm.flag == flag));
            let class = if anyway { "anyway" } else { words::loudness(flag) };
            Element::of("i", class).say(tell::verdict::mark(flag, self.lang)).done()
        });
        let names: Vec<&str> = cell.findings.iter().map(|finding| tell::flag(finding.flag, self.lang)).collect();
        let button = button(self.ask, Ask::Cell(row, column)).text("title", names.join(self.lang.pick(", ", "、")));
        let open = Element::of("span", "open").say(if cell.complete { "" } else { "?" }).done();
        place.with(button.flag("aria-pressed", chosen).each(marks).with(open).done()).done()
    }

    fn legend(&self) -> Html {
        let entry = |flag: &crate::model::Flag| {
            let mark = Element::of("i", words::loudness(*flag)).say(tell::verdict::mark(*flag, self.lang)).done();
            Element::new("span").with(mark).say(" ").say(tell::flag(*flag, self.lang)).done()
        };
        let signs = Element::new("span").say(words::signs(self.lang)).done();
        Element::of("p", "marks").each(crate::model::Flag::ALL.iter().map(entry)).with(signs).done()
    }

    /// The shortest runs of the chosen cell.
    fn details(&self, columns: &[Option<FaultKind>], names: &[&'static str]) -> Html {
        let place = Element::of("div", DETAILS).word("aria-live", "polite");
        let chosen =
            self.chosen.and_then(|(row, column)| Some((row, column, self.thoughts.cell(self.setup, row, column)?)));
        let Some((row, column, cell)) = chosen else {
            return place.done();
        };
        let fault = columns[column]
            .map_or(words::no_fault(self.lang), |kind| tell::fault_label(kind, self.setup.broker, self.lang));
        let title = Element::new("b").say(names[row]).with(said(" · ")).say(fault).done();
        let runs = cell.findings.iter().map(|finding| {
            let flag = finding.flag;
            let words = tell::verdict::in_steps(flag, finding.actions.len(), self.lang);
            let play = button(self.ask, Ask::PlayCell(row, column, flag)).word("class", "go");
            play.with(told(words)).with(Icon::Play.draw()).done()
        });
        place.with(title).each(runs).done()
    }
}
