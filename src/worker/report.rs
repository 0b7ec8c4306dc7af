//! What the worker answers: a line of fields, and below it one for each thing that there are several of.

use super::in_client;
use super::line::{Fields, Line, folded, unfolded};
use crate::explore::{Changes, Finding};
use crate::model::{Action, Flag};
use crate::play::race::{Contestant, Lane, Race};
use crate::setup::{Costs, Field, Setup};
use crate::tell::check::{Checked, Row, Sort};
use crate::tell::client::InClient;
use crate::tell::client::Library;
use crate::tell::{LevelWords, Piece, Reason};

/// An answer.
#[derive(Clone, PartialEq, Debug)]
pub struct Report {
    /// The question's number.
    pub number: u32,
    /// What is known.
    pub news: News,
}

/// What is known.
#[derive(Clone, PartialEq, Debug)]
pub enum News {
    /// About a verdict.
    Verdict(Found),
    /// What each step did, from the start on.
    Sentences(Vec<Vec<Piece>>),
    /// Why a promise broke.
    Reasons(Vec<Reason>),
    /// Which single settings would have changed that.
    Alternatives(Vec<Alternative>),
    /// About one cell of the table.
    Cell(Cell),
    /// About the smallest changes.
    Repairs(Repairs),
    /// The setup in a client.
    InClient(InClient),
    /// What a settings file says.
    Checked(Checked),
    /// What the challenge's levels say, in their order.
    Levels(Vec<LevelWords>),
    /// The best that can be done in a level.
    Par(Par),
    /// A file to take home.
    File(String),
    /// How every contestant of the race fared.
    Lanes(Race),
}

/// How far a search is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// It goes on.
    Going,
    /// Every world within the bounds was visited.
    Complete,
    /// A limit stopped it.
    Limited,
    /// The page stopped it.
    Stopped,
}

/// What a search has found so far.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// How far the search is.
    pub state: State,
    /// Worlds visited.
    pub states: usize,
    /// Every run of fewer steps was looked at.
    pub depth: usize,
    /// Shortest runs to what can break.
    pub findings: Vec<Finding>,
}

/// A run with one setting changed.
#[derive(Clone, PartialEq, Debug)]
pub struct Alternative {
    /// Its setup.
    pub setup: Setup,
    /// What it did.
    pub actions: Vec<Action>,
    /// What the change would have changed.
    pub words: Vec<Piece>,
}

/// A cell of the table.
#[derive(Clone, PartialEq, Debug)]
pub struct Cell {
    /// Its row.
    pub row: usize,
    /// Its column.
    pub column: usize,
    /// Whether everything within its bounds was visited.
    pub complete: bool,
    /// Worlds visited. A fault that can strike at all makes new ones.
    pub states: usize,
    /// Shortest runs to what can break.
    pub findings: Vec<Finding>,
}

/// The best that can be done in a level of the challenge.
#[derive(Clone, PartialEq, Debug)]
pub struct Par {
    /// Whether it is proven.
    pub complete: bool,
    /// Faults placed, or settings changed; nothing if no way was found.
    pub size: Option<usize>,
    /// The level's setup, with the changes made.
    pub setup: Setup,
    /// The run that breaks the promise; nothing where settings are changed.
    pub actions: Vec<Action>,
    /// Hints, each telling more than the one before.
    pub hints: Vec<Vec<Piece>>,
}

/// The smallest changes, as far as they are known.
#[derive(Clone, PartialEq, Debug)]
pub struct Repairs {
    /// How far the search is.
    pub state: State,
    /// Sets of changes that were tried.
    pub tried: usize,
    /// Settings in the sets that are being tried.
    pub size: usize,
    /// Worlds visited.
    pub states: usize,
    /// The smallest sets that keep the promises.
    pub sets: Vec<Changes>,
    /// For the first of these sets, what can still break with it.
    pub prices: Vec<Vec<Flag>>,
    /// Sets that a limit left open: they may keep them or not.
    pub open: Vec<Changes>,
}

const STATES: [(State, &str); 4] =
    [(State::Going, "going"), (State::Complete, "complete"), (State::Limited, "limited"), (State::Stopped, "stopped")];

fn name(state: State) -> &'static str {
    STATES.iter().find(|(known, _)| *known == state).map_or("", |(_, name)| name)
}

impl Found {
    /// As a line.
    pub fn to_text(&self) -> String {
        let Self { state, states, depth, findings } = self;
        Line::default().put(name(*state)).put(states).put(depth).findings(findings).done()
    }

    /// Reads that line; nothing if it is none.
    pub fn parse(text: &str) -> Option<Self> {
        Self::read(Fields::of(text))
    }

    fn read(mut fields: Fields) -> Option<Self> {
        let (state, states, depth) = (state(&mut fields)?, fields.number()?, fields.number()?);
        Some(Self { state, states, depth, findings: fields.findings()? })
    }
}

impl Report {
    /// As lines.
    pub fn to_text(&self) -> String {
        let head = Line::default().put(self.number);
        match &self.news {
            News::Verdict(found) => head.put("verdict").put(found.to_text()).done(),
            News::Sentences(sentences) => {
                let line = |words: &Vec<Piece>| Line::default().put("=").pieces(words).done();
                lines(head.put("sentences"), sentences.iter().map(line))
            }
            News::Reasons(reasons) => {
                let line = |reason: &Reason| Line::default().put(reason.step).pieces(&reason.words).done();
                lines(head.put("reasons"), reasons.iter().map(line))
            }
            News::Alternatives(all) => {
                let line = |one: &Alternative| {
                    Line::default().put("=").setup(&one.setup).actions(&one.actions).pieces(&one.words).done()
                };
                lines(head.put("alternatives"), all.iter().map(line))
            }
            News::Cell(Cell { row, column, complete, states, findings }) => {
                head.put("cell").put(row).put(column).put(complete).put(states).findings(findings).done()
            }
            News::Checked(checked) => {
                let library = checked.library.map_or("none", Library::name);
                let head = head.put("checked").put(folded(&checked.words)).put(library);
                let head = checked.setup.iter().fold(head, |head, setup| head.setup(setup));
                lines(head, checked.rows.iter().map(put_row))
            }
            News::InClient(code) => lines(head.put("in_client"), in_client::to_lines(code)),
            News::Levels(levels) => lines(head.put("levels"), levels.iter().map(put_words)),
            News::Par(Par { complete, size, setup, actions, hints }) => {
                let size = size.map_or_else(|| "none".to_owned(), |size| size.to_string());
                let line = |words: &Vec<Piece>| Line::default().put("=").pieces(words).done();
                lines(head.put("par").put(complete).put(size).setup(setup).actions(actions), hints.iter().map(line))
            }
            News::File(text) => head.put("file").done() + "\n" + text,
            News::Repairs(Repairs { state, tried, size, states, sets, prices, open }) => {
                let head = head.put("repairs").put(name(*state)).put(tried).put(size).put(states);
                let prices = prices.iter().map(|flags| {
                    flags.iter().fold(Line::default().put("$"), |line, flag| line.put(flag.name())).done()
                });
                let sets = sets.iter().map(|set| put_changes("=", set));
                lines(head, sets.chain(open.iter().map(|set| put_changes("?", set))).chain(prices))
            }
            News::Lanes(Race { costs, lanes: all }) => {
                lines(head.put("lanes").put(costs.to_text()), all.iter().map(put_lane))
            }
        }
    }

    /// Reads those lines; nothing if they are none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let mut fields = Fields::of(lines.next()?);
        let number = fields.number()?;
        let news = match fields.word()? {
            "verdict" => News::Verdict(Found::read(fields)?),
            "sentences" => News::Sentences(lines.map(sentence).collect::<Option<_>>()?),
            "reasons" => News::Reasons(lines.map(reason).collect::<Option<_>>()?),
            "alternatives" => News::Alternatives(lines.map(alternative).collect::<Option<_>>()?),
            "cell" => {
                let (row, column, complete) = (fields.number()?, fields.number()?, fields.number()?);
                let states = fields.number()?;
                News::Cell(Cell { row, column, complete, states, findings: fields.findings()? })
            }
            "levels" => News::Levels(lines.map(words).collect::<Option<_>>()?),
            "par" => {
                let (complete, size) = (fields.number()?, fields.word()?);
                let size = if size == "none" { None } else { Some(size.parse().ok()?) };
                let (setup, actions) = (fields.setup()?, fields.actions()?);
                News::Par(Par { complete, size, setup, actions, hints: lines.map(sentence).collect::<Option<_>>()? })
            }
            "file" => News::File(text.split_once('\n')?.1.to_owned()),
            "repairs" => {
                let state = state(&mut fields)?;
                let (tried, size, states) = (fields.number()?, fields.number()?, fields.number()?);
                let lines: Vec<&str> = lines.collect();
                let of = |sign: char| lines.iter().filter(move |line| line.starts_with(sign));
                let sets = of('=').map(|line| changes(line)).collect::<Option<_>>()?;
                let open = of('?').map(|line| changes(line)).collect::<Option<_>>()?;
                let prices = of('$').map(|line| price(line)).collect::<Option<_>>()?;
                News::Repairs(Repairs { state, tried, size, states, sets, prices, open })
            }
            "checked" => {
                let words = unfolded(fields.word()?);
                let library = Library::named(fields.word()?);
                let setup = match fields.word() {
                    Some(link) => Some(Fields::of(link).setup()?),
                    None => None,
                };
                News::Checked(Checked { words, setup, library, rows: lines.map(row).collect::<Option<_>>()? })
            }
            "in_client" => News::InClient(in_client::of_lines(lines)?),
            "lanes" => {
                let costs = Costs::parse(fields.word()?).ok()?;
                let all = Contestant::ALL.iter().zip(lines).map(|(contestant, line)| lane(*contestant, line));
                News::Lanes(Race { costs, lanes: all.collect::<Option<_>>()? })
            }
            _ => return None,
        };
        Some(Self { number, news })
    }
}

fn lines(head: Line, rest: impl Iterator<Item = String>) -> String {
    rest.fold(head.done(), |text, line| text + "\n" + &line)
}

fn state(fields: &mut Fields) -> Option<State> {
    let name = fields.word()?;
    STATES.into_iter().find(|(_, known)| *known == name).map(|(state, _)| state)
}

fn sentence(line: &str) -> Option<Vec<Piece>> {
    let mut fields = Fields::of(line);
    fields.word()?;
    fields.pieces()
}

fn reason(line: &str) -> Option<Reason> {
    let mut fields = Fields::of(line);
    Some(Reason { step: fields.number()?, words: fields.pieces()? })
}

fn put_words(level: &LevelWords) -> String {
    let LevelWords { title, goal, faults, look, remember } = level;
    [title, goal, faults, look, remember].into_iter().fold(Line::default().put("="), Line::put).done()
}

fn words(line: &str) -> Option<LevelWords> {
    let mut fields = Fields::of(line);
    fields.word()?;
    let mut word = || fields.word().map(str::to_owned);
    Some(LevelWords { title: word()?, goal: word()?, faults: word()?, look: word()?, remember: word()? })
}

fn alternative(line: &str) -> Option<Alternative> {
    let mut fields = Fields::of(line);
    fields.word()?;
    let (setup, actions) = (fields.setup()?, fields.actions()?);
    Some(Alternative { setup, actions, words: fields.pieces()? })
}

/// A sign first: what is known of the set. So no changes make no empty line.
fn put_changes(sign: &str, changes: &Changes) -> String {
    changes.iter().fold(Line::default().put(sign), |line, (field, value)| line.put(field.path()).put(value)).done()
}

fn put_row(row: &Row) -> String {
    let line = Line::default().put(row.sort.name()).put(row.line).put(folded(&row.written));
    line.put(&row.becomes).put(folded(&row.words)).done()
}

fn row(line: &str) -> Option<Row> {
    let mut fields = Fields::of(line);
    let (sort, line) = (Sort::named(fields.word()?)?, fields.number()?);
    let written = unfolded(fields.word()?);
    Some(Row { sort, line, written, becomes: fields.word()?.to_owned(), words: unfolded(fields.word()?) })
}

/// Both times of each message, and before them what else is known of the lane.
fn put_lane(lane: &Lane) -> String {
    let head =
        Line::default().put(lane.answered).put(lane.stored).put(lane.flushes).put(lane.sent[0]).put(lane.sent[1]);
    lane.written.iter().zip(&lane.through).fold(head, |line, (written, through)| line.put(written).put(through)).done()
}

fn lane(contestant: Contestant, line: &str) -> Option<Lane> {
    let mut fields = Fields::of(line);
    let (answered, stored, flushes) = (fields.number()?, fields.number()?, fields.number()?);
    let sent = [fields.number()?, fields.number()?];
    let (mut written, mut through) = (Vec::new(), Vec::new());
    for _ in 0..Costs::MESSAGES {
        written.push(fields.number()?);
        through.push(fields.number()?);
    }
    Some(Lane { contestant, written, through, answered, stored, flushes, sent })
}

fn price(line: &str) -> Option<Vec<Flag>> {
    line.split('\t').skip(1).map(Flag::named).collect()
}

fn changes(line: &str) -> Option<Changes> {
    let mut fields = Fields::of(line);
    fields.word()?;
    let mut changes = Changes::new();
    while let Some(path) = fields.word() {
        let field = Field::ALL.iter().copied().find(|field| field.path() == path)?;
        changes.push((field, field.read(fields.word()?).ok()?));
    }
    Some(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Message;
    use crate::setup::{Cost, Value};
    use crate::tell::Lang;
    use crate::tell::check::check;
    use crate::tell::client::{Library, in_client};

    fn every_kind() -> Vec<News> {
        let finding = |flag| Finding { flag, actions: vec![Action::Publish, Action::BrokerReads] };
        let findings = vec![finding(Flag::Lost), finding(Flag::StaleReplay)];
        let words = vec![
            Piece::Text("it is: ".into()),
            Piece::Message(Message(64)),
            Piece::Step(7, "step 7: here".into()),
            Piece::Text("。".into()),
        ];
        let mut news: Vec<News> = STATES
            .iter()
            .map(|(state, _)| {
                News::Verdict(Found { state: *state, states: 12_345, depth: 9, findings: findings.clone() })
            })
            .collect();
        let alternative = |actions| Alternative { setup: Setup::default(), actions, words: words.clone() };
        let prices = vec![vec![Flag::Lost, Flag::Reordered], Vec::new()];
        let repairs = |state, sets, open| {
            News::Repairs(Repairs { state, tried: 1, size: 2, states: 3, sets, prices: prices.clone(), open })
        };
        let level = |title: &str| LevelWords {
            title: title.to_owned(),
            goal: "a".to_owned(),
            faults: "b".to_owned(),
            look: "c".to_owned(),
            remember: "d".to_owned(),
        };
        let par = |size: Option<usize>, hints| {
            News::Par(Par { complete: size.is_some(), size, setup: Setup::default(), actions: Vec::new(), hints })
        };
        let set = vec![(Field::Window, Value::Number(1)), (Field::QueueType, Value::Choice("quorum"))];
        news.extend([
            News::Sentences(vec![Vec::new(), words.clone(), Vec::new()]),
            News::Reasons(Vec::new()),
            News::Reasons(vec![Reason { step: 3, words: words.clone() }, Reason { step: 4, words: Vec::new() }]),
            News::Alternatives(vec![alternative(Vec::new()), alternative(vec![Action::Publish])]),
            News::Cell(Cell { row: 1, column: 2, complete: true, states: 9, findings }),
            News::Cell(Cell { row: 0, column: 0, complete: false, states: 1, findings: Vec::new() }),
            repairs(State::Going, vec![set.clone(), Vec::new()], Vec::new()),
            repairs(State::Limited, Vec::new(), vec![Vec::new(), set]),
            repairs(State::Complete, Vec::new(), Vec::new()),
            News::Checked(check(
                "spring.rabbitmq.listener.simple.prefetch=300\nspring.rabbitmq.hots=x",
                None,
                Lang::En,
            )),
            News::Checked(check("acks: many", None, Lang::Zh)),
            News::InClient(InClient::default()),
            News::InClient(in_client(&Setup::default(), Library::Spring, Lang::Zh).expect("a client of RabbitMQ")),
            News::Levels(vec![level("Lost on the wire"), level("")]),
            par(Some(2), vec![words.clone(), Vec::new()]),
            par(None, Vec::new()),
            News::File("a line\n\tand another one\n".into()),
            News::File(String::new()),
            News::Lanes(Race::run(&Costs::default())),
            News::Lanes(Race::run(&Costs::default().with(Cost::Batch, 100))),
        ]);
        news
    }

    #[test]
    fn every_report_can_be_read_again() {
        for news in every_kind() {
            let report = Report { number: 3, news };
            assert_eq!(Report::parse(&report.to_text()), Some(report));
        }
    }

    #[test]
    fn what_is_none_is_not_read() {
        for text in [
            "",
            "1",
            "x\tverdict",
            "1\tverdict\tsoon\t1\t1",
            "1\tcell\t0",
            "1\treasons\nx",
            "1\trepairs\tgoing",
            "1\tlanes\tusual\ntrue\t1",
        ] {
            assert_eq!(Report::parse(text), None, "{text}");
        }
    }
}
