//! What the page asks its worker, and what a reader does with the answers.

use yew::Context;

use super::{App, Event, Thinking};
use crate::explore::table;
use crate::model::Flag;
use crate::page::rest;
use crate::page::show::Show;
use crate::page::tales;
use crate::page::thinker::{Heard, Thinker};
use crate::page::thoughts::{Told, Wanted, Why, Wish};
use crate::page::why::told_about;
use crate::play::Side;
use crate::play::race::Contestant;
use crate::tell::export::Export;
use crate::worker::Question;

/// So many steps are shown before anything else is loaded.
const FIRST_LOOK: f64 = 1.2;

impl App {
    /// Fetches the rest of the code, then the worker. Until the page has moved, no download must compete with its own.
    pub(super) fn fetch_the_rest(&mut self, ctx: &Context<Self>) {
        let moved = self.clock.shown() > FIRST_LOOK || !self.clock.is_moving();
        if !moved {
            return;
        }
        if self.whole {
            self.start_to_think(ctx);
        } else if self.rest.is_none() {
            let link = ctx.link().clone();
            self.rest = rest::fetch(move || link.send_message(Event::Whole));
        }
    }

    #[inline(never)]
    fn start_to_think(&mut self, ctx: &Context<Self>) {
        if matches!(self.thinker, Thinking::NotYet) {
            let started = Thinker::start(ctx.link().callback(Event::Heard));
            self.thinker = started.map_or(Thinking::Broken, Thinking::Starting);
        }
    }

    /// Asks the worker about what is shown.
    pub(super) fn think(&mut self) {
        if matches!(self.thinker, Thinking::Worker(_)) {
            self.ask_about_all();
        }
    }

    #[inline(never)]
    fn ask_about_all(&mut self) {
        let sides = if self.pair.is_some() { &Side::BOTH[..] } else { &[Side::First] };
        for side in sides.iter().copied() {
            let sentences = self.thoughts.ask_sentences(side, &self.told_side(side));
            self.put(sentences);
        }
        if self.frame.embed {
            return;
        }
        let setup = self.shown().setup;
        let verdict = self.thoughts.ask_verdict(&setup);
        self.put(verdict);
        if let Some(why) = self.why_question() {
            let reasons = self.thoughts.ask_why(why);
            self.put(reasons);
        }
        if let Some((text, client, lang)) = self.asked_check() {
            let check = self.thoughts.ask_check(text, client, lang);
            self.put(check);
        }
        if let Some(library) = self.client() {
            let code = self.thoughts.ask_in_client(&setup, library, self.lang());
            self.put(code);
        }
        for question in self.challenge_questions() {
            self.put(Some(question));
        }
        if let Some(costs) = self.frame.race {
            let lanes = self.thoughts.ask_lanes(costs);
            self.put(lanes);
            let race = self.thoughts.ask_race();
            self.put(race);
        }
        if let Some(wish) = self.wish() {
            let file = self.thoughts.ask_file(wish);
            self.put(file);
        }
        if self.table {
            let table = self.thoughts.ask_table(&setup);
            self.put(table);
        }
    }

    /// What a reader wants to take home.
    pub(super) fn wish(&self) -> Option<Wish> {
        let (form, show, lang) = (self.home?, self.shown(), self.lang());
        let story = show.story.and_then(|story| tales::words(story.name, self.tales(), lang));
        let title = story.map_or_else(String::new, |words| words.title.to_owned());
        let export = Export { form, lang, theme: self.frame.theme.unwrap_or_default(), title };
        Some(Wish { run: show.run.clone(), export })
    }

    pub(super) fn put(&self, question: Option<Question>) {
        if let (Thinking::Worker(thinker), Some(question)) = (&self.thinker, question) {
            thinker.ask(&question);
        }
    }

    /// What the sentences are to be about.
    pub(super) fn told_run(&self) -> Told {
        self.told_side(self.side())
    }

    /// What the reasons are to be about.
    pub(super) fn why_question(&self) -> Option<Why> {
        let broken = told_about(&self.panel_so_far(), self.why)?;
        Some(Why { run: self.shown().run.clone(), broken, lang: self.lang() })
    }

    /// Hears the worker; answers whether that changes what is shown.
    #[inline(never)]
    pub(super) fn hear(&mut self, heard: Heard) -> bool {
        match heard {
            Heard::Ready => {
                self.thinker = match std::mem::replace(&mut self.thinker, Thinking::Broken) {
                    Thinking::Starting(thinker) => Thinking::Worker(thinker),
                    other => other,
                };
                true
            }
            Heard::Report(report) => {
                let news = self.thoughts.hear(report);
                self.show_checked();
                news
            }
            Heard::Broken => {
                self.thinker = Thinking::Broken;
                true
            }
        }
    }

    /// Plays the shortest run that raises the flag.
    pub(super) fn find(&mut self, flag: Flag) {
        self.promises = None;
        let found = self.thoughts.verdict.run(flag).map(<[_]>::to_vec);
        if let Some(show) = found.and_then(|actions| Show::replay(&self.shown().setup, &actions)) {
            self.play_found(show);
        }
    }

    /// Plays the same schedule with one setting changed.
    pub(super) fn try_change(&mut self, place: usize) {
        let alternatives = self.why_question().and_then(|why| self.thoughts.alternatives.answer(&why));
        let show = alternatives.and_then(|all| all.get(place)).and_then(|one| Show::replay(&one.setup, &one.actions));
        if let Some(show) = show {
            self.play_found(show);
        }
    }

    /// Keeps what something else is to take the place of; from one found run to the next, the way back stays the same.
    pub(super) fn keep_what_is_left(&mut self) {
        if !self.show.is_recorded() || self.left.is_none() {
            self.left = Some(self.show.clone());
        }
    }

    /// Plays a run that was found, where it can be seen, and keeps what it takes the place of.
    fn play_found(&mut self, show: Show) {
        self.keep_what_is_left();
        let beside = self.show.second.as_ref().filter(|_| show.setup == self.show.setup).map(|second| second.setup);
        self.play(beside.map_or(show.clone(), |setup| show.beside(setup)));
        self.bring = Some("drawing");
    }

    /// Shows a way to send, calmly.
    pub(super) fn show_way(&mut self, contestant: Contestant) {
        self.play_found(Show::of(contestant.explored()));
    }

    /// Plays the shortest run in which a way to send loses a message.
    pub(super) fn play_loss(&mut self, contestant: Contestant) {
        let loss = self.thoughts.loss(contestant);
        if let Some(show) = loss.and_then(|loss| Show::replay(&contestant.explored(), &loss.actions)) {
            self.play_found(show);
        }
    }

    /// The promises to keep: those a person chose, else the one that broke in what is shown.
    #[inline(never)]
    pub(super) fn promises(&self) -> Vec<Flag> {
        let broken = || told_about(&self.panel_so_far(), self.why).map_or(Flag::Lost, |(flag, _)| flag);
        self.promises.clone().unwrap_or_else(|| vec![broken()])
    }

    pub(super) fn wanted(&self) -> Wanted {
        Wanted { setup: self.shown().setup, flags: self.promises() }
    }

    /// Makes one of the smallest sets of changes.
    pub(super) fn apply(&mut self, set: usize) {
        let repairs = self.thoughts.repairs.answer(&self.wanted());
        let Some(changes) = repairs.and_then(|repairs| repairs.sets.get(set)).cloned() else { return };
        let with = |show: Show, (field, value): &(_, _)| show.with_at(self.side(), *field, *value);
        if let Ok(show) = changes.iter().try_fold(self.show.clone(), with) {
            self.play_changed(show);
            // What the change is for is said there.
            self.bring = Some("verdicts");
        }
    }

    /// Plays a shortest run of a cell of the table.
    pub(super) fn play_cell(&mut self, row: usize, column: usize, flag: Flag) {
        let setup = &self.shown().setup;
        let (rows, columns) = (table::rows(setup), table::columns(setup.broker));
        let cell = self.thoughts.cell(setup, row, column);
        let finding = cell.and_then(|cell| cell.findings.iter().find(|finding| finding.flag == flag));
        if let (Some(finding), Some(row), Some(column)) = (finding, rows.get(row), columns.get(column))
            && let Some(show) = Show::replay(&table::cell(row, *column), &finding.actions)
        {
            self.play_found(show);
        }
    }
}
