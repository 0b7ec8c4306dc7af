//! What the page asks: one line of fields.

use super::line::{Fields, Line, folded, unfolded};
use crate::explore::Limits;
use crate::model::{Action, Flag, Message};
use crate::setup::{Client, Costs, Setup, Theme};
use crate::tell::Lang;
use crate::tell::client::Library;
use crate::tell::export::{Export, Form};

/// What the page wants to know.
#[derive(Clone, PartialEq, Debug)]
pub struct Question {
    /// Told again with every answer.
    pub number: u32,
    /// What is to be done.
    pub task: Task,
}

/// What is to be done.
#[derive(Clone, PartialEq, Debug)]
pub enum Task {
    /// Which promises can break under this setup, within its bounds?
    Verdict(Setup, Limits),
    /// Go on with that search up to these limits.
    Further(Limits),
    /// Stop it.
    Stop,
    /// What did each step of this run do?
    Tell(Setup, Vec<Action>, Lang),
    /// Why did this promise break?
    Why(Case, Lang),
    /// Which single setting would have changed that?
    WhatIf(Case, Lang),
    /// What can each recipe break, and this setup?
    Table(Setup),
    /// What can each contestant of the race break?
    Race,
    /// What do the challenge's levels say?
    Levels(Lang),
    /// What is the best that can be done in the level of this place?
    Par(usize, Lang),
    /// This run as a file to take home.
    Export(Parcel),
    /// How long does each take if things cost this?
    Lanes(Costs),
    /// What is the least to change so that none of these flags can be raised? Without a flag, stop looking.
    Repair(Setup, Vec<Flag>, Limits),
    /// What is this setup in a client?
    InClient(Setup, Library, Lang),
    /// What does this settings file say? Of which library it is, where somebody says so.
    Check(String, Option<Client>, Lang),
}

/// A promise that a run has broken.
#[derive(Clone, PartialEq, Debug)]
pub struct Case {
    /// The run's setup.
    pub setup: Setup,
    /// What it did.
    pub actions: Vec<Action>,
    /// The promise.
    pub flag: Flag,
    /// For which message.
    pub message: Message,
}

/// A run, and how it is taken home.
#[derive(Clone, PartialEq, Debug)]
pub struct Parcel {
    /// The run's setup.
    pub setup: Setup,
    /// What it did.
    pub actions: Vec<Action>,
    /// As what, in which language and colours, under which title.
    pub export: Export,
}

impl Question {
    /// As one line.
    pub fn to_text(&self) -> String {
        let line = Line::default().put(self.number);
        match &self.task {
            Task::Verdict(setup, limits) => put_limits(line.put("verdict"), limits).setup(setup),
            Task::Further(limits) => put_limits(line.put("further"), limits),
            Task::Stop => line.put("stop"),
            Task::Tell(setup, actions, lang) => line.put("tell").put(lang.tag()).setup(setup).actions(actions),
            Task::Why(case, lang) => put_case(line.put("why"), case, *lang),
            Task::WhatIf(case, lang) => put_case(line.put("what_if"), case, *lang),
            Task::Table(setup) => line.put("table").setup(setup),
            Task::Race => line.put("race"),
            Task::Check(text, client, lang) => {
                line.put("check").put(lang.tag()).put(client.map_or("", Client::name)).put(folded(text))
            }
            Task::InClient(setup, library, lang) => {
                line.put("in_client").put(library.name()).put(lang.tag()).setup(setup)
            }
            Task::Levels(lang) => line.put("levels").put(lang.tag()),
            Task::Par(level, lang) => line.put("par").put(level).put(lang.tag()),
            Task::Export(parcel) => put_parcel(line.put("export"), parcel),
            Task::Lanes(costs) => line.put("lanes").put(costs.to_text()),
            Task::Repair(setup, flags, limits) => {
                let line = put_limits(line.put("repair"), limits).setup(setup);
                flags.iter().fold(line, |line, flag| line.put(flag.name()))
            }
        }
        .done()
    }

    /// Reads that line; nothing if it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut fields = Fields::of(text);
        let number = fields.number()?;
        let task = match fields.word()? {
            "verdict" => {
                let limits = limits(&mut fields)?;
                Task::Verdict(fields.setup()?, limits)
            }
            "further" => Task::Further(limits(&mut fields)?),
            "stop" => Task::Stop,
            "tell" => {
                let lang = Lang::of_tag(fields.word()?);
                Task::Tell(fields.setup()?, fields.actions()?, lang)
            }
            "why" => case(&mut fields).map(|(case, lang)| Task::Why(case, lang))?,
            "what_if" => case(&mut fields).map(|(case, lang)| Task::WhatIf(case, lang))?,
            "table" => Task::Table(fields.setup()?),
            "race" => Task::Race,
            "check" => {
                let (lang, client) = (Lang::of_tag(fields.word()?), Client::named(fields.word()?));
                Task::Check(unfolded(fields.word()?), client, lang)
            }
            "in_client" => {
                let (library, lang) = (Library::named(fields.word()?)?, Lang::of_tag(fields.word()?));
                Task::InClient(fields.setup()?, library, lang)
            }
            "levels" => Task::Levels(Lang::of_tag(fields.word()?)),
            "par" => Task::Par(fields.number()?, Lang::of_tag(fields.word()?)),
            "export" => Task::Export(parcel(&mut fields)?),
            "lanes" => Task::Lanes(Costs::parse(fields.word()?).ok()?),
            "repair" => {
                let (limits, setup) = (limits(&mut fields)?, fields.setup()?);
                let mut flags = Vec::new();
                while let Some(name) = fields.word() {
                    flags.push(Flag::named(name)?);
                }
                Task::Repair(setup, flags, limits)
            }
            _ => return None,
        };
        Some(Self { number, task })
    }
}

fn put_limits(line: Line, limits: &Limits) -> Line {
    line.put(limits.states).put(limits.memory)
}

fn limits(fields: &mut Fields) -> Option<Limits> {
    Some(Limits { states: fields.number()?, memory: fields.number()? })
}

fn put_case(line: Line, case: &Case, lang: Lang) -> Line {
    line.put(lang.tag()).setup(&case.setup).actions(&case.actions).put(case.flag.name()).put(case.message.0)
}

fn case(fields: &mut Fields) -> Option<(Case, Lang)> {
    let lang = Lang::of_tag(fields.word()?);
    let (setup, actions) = (fields.setup()?, fields.actions()?);
    Some((Case { setup, actions, flag: fields.flag()?, message: fields.message()? }, lang))
}

fn put_parcel(line: Line, parcel: &Parcel) -> Line {
    let Export { form, lang, theme, title } = &parcel.export;
    let line = line.put(form.name()).put(lang.tag()).put(theme.name());
    // A sign first, for a title may be empty.
    line.put(format_args!("={title}")).setup(&parcel.setup).actions(&parcel.actions)
}

fn parcel(fields: &mut Fields) -> Option<Parcel> {
    let (form, lang) = (Form::named(fields.word()?)?, Lang::of_tag(fields.word()?));
    let (theme, title) = (Theme::named(fields.word()?)?, fields.word()?.strip_prefix('=')?.to_owned());
    let (setup, actions) = (fields.setup()?, fields.actions()?);
    Some(Parcel { setup, actions, export: Export { form, lang, theme, title } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::{Cost, Publish};

    #[test]
    fn every_question_can_be_read_again() {
        let mut setup = Setup { messages: 2, ..Setup::default() };
        setup.rabbitmq.publish = Publish::Confirm;
        let limits = Limits { states: 5, memory: 1 << 30 };
        let case = Case { setup, actions: vec![Action::Publish], flag: Flag::Lost, message: Message(2) };
        let export = Export { form: Form::Mermaid, lang: Lang::Zh, theme: Theme::Dark, title: "一个 title".into() };
        for task in [
            Task::Verdict(setup, limits),
            Task::Verdict(Setup::default(), limits),
            Task::Further(limits),
            Task::Stop,
            Task::Tell(setup, vec![Action::Publish], Lang::Zh),
            Task::Tell(Setup::default(), Vec::new(), Lang::En),
            Task::Why(case.clone(), Lang::Zh),
            Task::WhatIf(Case { actions: Vec::new(), ..case }, Lang::En),
            Task::Table(setup),
            Task::Race,
            Task::InClient(setup, Library::Lapin, Lang::Zh),
            Task::Check("a:\n\tb: \\t\r\n\\\\".to_owned(), None, Lang::Zh),
            Task::Check(String::new(), Some(Client::Librdkafka), Lang::En),
            Task::Levels(Lang::Zh),
            Task::Par(11, Lang::En),
            Task::Export(Parcel { setup, actions: vec![Action::Publish], export: export.clone() }),
            Task::Export(Parcel { setup, actions: Vec::new(), export: Export::default() }),
            Task::Lanes(Costs::default()),
            Task::Lanes(Costs::default().with(Cost::Flush, 2_500).with(Cost::Batch, 100)),
            Task::Repair(setup, vec![Flag::Lost, Flag::EffectTwice], limits),
            Task::Repair(Setup::default(), Vec::new(), limits),
        ] {
            let question = Question { number: 7, task };
            assert_eq!(Question::parse(&question.to_text()), Some(question));
        }
    }

    #[test]
    fn what_is_none_is_not_read() {
        for text in
            ["", "1", "x\tstop", "1\tverdict\t5", "1\tverdict\t5\t5\tack=never", "1\tdance", "1\twhy\ten", "1\tlanes"]
        {
            assert_eq!(Question::parse(text), None, "{text}");
        }
    }
}
