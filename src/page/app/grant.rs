//! What a reader asks for, and what the page does about it.

use yew::Context;

use super::{App, Ask, DARK, Event, Notice};
use crate::model::Action;
use crate::page::browser;
use crate::page::challenge::Wish;
use crate::page::grid::DETAILS;
use crate::page::library::{FOUND, NAME};
use crate::page::show::Show;
use crate::play::Side;
use crate::setup::{Broker, Cost, Costs, Field, FieldKind, SetupError, Theme, Value};
use crate::tell;

impl App {
    pub(super) fn answer(&mut self, ctx: &Context<Self>, ask: Ask) {
        let passing = matches!(self.notice, Some(Notice::Copied | Notice::NotCopied));
        let carried = matches!(self.notice, Some(Notice::Carried(_)));
        if passing || ask == Ask::Dismiss || carried && matches!(ask, Ask::Return | Ask::Story(_)) {
            self.notice = None;
        }
        (self.refused, self.refused_cost, self.vain, self.code_copied) = (None, None, None, None);
        self.challenge.forbidden = false;
        if ask != Ask::CopyFile {
            self.copied = None;
        }
        if !self.grant_at_once(&ask) {
            if self.whole {
                self.grant(ctx, ask);
            } else {
                self.waiting.push(ask);
            }
        }
        self.dress();
        self.say_link();
    }

    /// Grants what moves the run or breaks it, for which no more code is needed than for the first picture. Says whether
    /// it was that.
    fn grant_at_once(&mut self, ask: &Ask) -> bool {
        match *ask {
            Ask::Toggle => self.clock.toggle(),
            Ask::Start => self.clock.start(),
            Ask::Back => self.clock.back(),
            Ask::On => self.clock.on(),
            Ask::End => self.clock.end(),
            Ask::Seek(step) => self.clock.jump(self.moment(self.side(), step)),
            Ask::To(moment) => self.clock.jump(moment),
            Ask::Speed(place) => self.clock.set_speed(place),
            Ask::Act(action) => self.break_by(action),
            Ask::Strike(consumer) => self.struck = Some(consumer),
            Ask::InVain(kind) => self.vain = Some(kind),
            Ask::Dismiss => {}
            _ => return false,
        }
        true
    }

    #[inline(never)]
    fn grant(&mut self, ctx: &Context<Self>, ask: Ask) {
        // What these of the menu change is below it.
        self.menu &= !matches!(ask, Ask::Language | Ask::Compare | Ask::Challenge(Wish::List));
        match ask {
            Ask::Set(Field::Broker, value) => self.switch(value),
            Ask::Set(field, value) => self.set(field, Ok(value)),
            Ask::Text(field, text) => self.set(field, read(field, &text)),
            Ask::Story(name) => self.tell_story(&name),
            Ask::Library => {
                // Nobody sees what happens behind it.
                self.held = self.clock.is_playing();
                self.clock.pause();
                self.opening = Some(NAME);
            }
            Ask::Search(search) => {
                self.search = search;
                browser::scroll_up(FOUND);
            }
            Ask::OwnSettings => self.play_changed(self.own_settings()),
            Ask::Mend => self.mend(),
            Ask::Menu => self.menu = !self.menu,
            Ask::Language => self.frame.lang = Some(self.lang().other().into()),
            Ask::Theme => self.frame.theme = next_theme(self.frame.theme, browser::matches(DARK)),
            Ask::CopyLink => {
                let copied = ctx.link().callback(Event::Copied);
                browser::copy(browser::address(), move |well| copied.emit(well));
            }
            Ask::Find(flag) => self.find(flag),
            Ask::StopSearch => {
                let stop = self.thoughts.ask_to_stop();
                self.put(Some(stop));
            }
            Ask::SearchOn => {
                let further = self.thoughts.ask_further();
                self.put(Some(further));
            }
            Ask::Dice => self.play(self.show.with_chance_beside()),
            Ask::Why(flag, message) => self.why = Some((flag, message)),
            Ask::WhatIf => {
                let asked = self.why_question().and_then(|why| self.thoughts.ask_what_if(why));
                self.put(asked);
            }
            Ask::Promise(flag) => {
                let mut promises = self.promises();
                match promises.iter().position(|promise| *promise == flag) {
                    Some(place) => drop(promises.remove(place)),
                    None => promises.push(flag),
                }
                self.promises = Some(promises);
            }
            Ask::Repair => {
                self.promises = Some(self.promises());
                let asked = self.thoughts.ask_repair(self.wanted());
                self.put(asked);
            }
            Ask::StopRepair => {
                let stop = self.thoughts.stop_repair();
                self.put(Some(stop));
            }
            Ask::Return => {
                if let Some(left) = self.left.take() {
                    self.play(left);
                }
            }
            Ask::Apply(set) => self.apply(set),
            Ask::Home(form) => self.home = Some(form),
            Ask::CopyFile => {
                let file = self.wish().and_then(|wish| self.thoughts.file.answer(&wish).cloned());
                let copied = ctx.link().callback(Event::FileCopied);
                browser::copy(file.unwrap_or_default(), move |well| copied.emit(well));
            }
            Ask::Embed(choice) => self.choose(choice),
            Ask::Table => self.table = !self.table,
            Ask::Cell(row, column) => (self.cell, self.bring) = (Some((row, column)), Some(DETAILS)),
            Ask::PlayCell(row, column, flag) => self.play_cell(row, column, flag),
            Ask::InClient => self.toggle_client(),
            Ask::Client(library) => self.client = Some(library),
            Ask::CopyCode(place) => self.copy_code(place),
            Ask::CodeCopied(place) => self.code_copied = Some(place),
            Ask::Checks => self.checks = !self.checks,
            Ask::Check => self.check_settings(),
            Ask::ToVerdict => self.bring = Some("verdicts"),
            Ask::Challenge(wish) => self.grant_wish(wish),
            Ask::Race => self.frame.race = if self.frame.race.is_some() { None } else { Some(Costs::default()) },
            Ask::Cost(cost, text) => self.set_cost(cost, &text),
            Ask::Costs(costs) => self.frame.race = Some(costs),
            Ask::ShowWay(contestant) => self.show_way(contestant),
            Ask::PlayLoss(contestant) => self.play_loss(contestant),
            Ask::TryChange(place) => self.try_change(place),
            Ask::SideBySide(place) => self.side_by_side(place),
            Ask::Compare => self.compare_or_keep(),
            Ask::Detail(side) => self.detail(side),
            Ask::LikeFirst(field) => self.like_first(field),
            // These are granted at once.
            Ask::Toggle | Ask::Start | Ask::Back | Ask::On | Ask::End | Ask::Seek(_) | Ask::To(_) => {}
            Ask::Speed(_) | Ask::Act(_) | Ask::Strike(_) | Ask::InVain(_) | Ask::Dismiss => {}
        }
    }

    /// Changes a setting; a value that can't be taken is said beside the control, and the last good one stays.
    fn set(&mut self, field: Field, value: Result<Value, SetupError>) {
        match value.and_then(|value| Ok((value, self.with(field, value)?))) {
            Ok((value, _)) if value == field.get(&self.shown().setup) => {}
            Ok((_, show)) => self.play_changed(show),
            Err(error) => self.refuse(field, &error),
        }
    }

    /// Says beside the control why its setting did not change.
    pub(super) fn refuse(&mut self, field: Field, error: &SetupError) {
        self.refused = Some((field, tell::setup_error(error, self.lang())));
    }

    /// Changes a figure of the race; one that can't be taken is said beside the others, and the last good one stays.
    fn set_cost(&mut self, cost: Cost, text: &str) {
        match self.frame.race.unwrap_or_default().read(cost, text.trim()) {
            Ok(costs) => self.frame.race = Some(costs),
            Err(error) => self.refused_cost = Some((cost, tell::setup_error(&error, self.lang()))),
        }
    }

    /// The other broker, with the settings that correspond; what was shown can be had back.
    fn switch(&mut self, value: Value) {
        let broker = Broker::ALL.iter().copied().find(|broker| value == Value::Choice(broker.name()));
        let Some(broker) = broker.filter(|broker| *broker != self.shown().setup.broker) else { return };
        if self.pair.is_some() {
            return self.switch_side(broker);
        }
        let carried = self.show.setup.carried_to(broker);
        self.left = Some(self.show.clone());
        self.play(Show::of(carried.setup));
        self.notice = Some(Notice::Carried(carried));
    }

    /// Shows another run, from its start.
    pub(super) fn play(&mut self, show: Show) {
        self.show = show;
        self.renew();
        self.furthest = 0;
        self.clock.load(self.moments());
        self.leave_link();
    }

    pub(super) fn break_by(&mut self, action: Action) {
        if self.frame.level.is_some() && !self.allows(action) {
            self.challenge.forbidden = true;
            return;
        }
        let position = self.step_at(Side::First, self.clock.step());
        // Between two frames the run may have moved past the moment in which this was possible.
        if let Ok(show) = self.show.fork(position, action) {
            self.show = show;
            self.renew();
            self.furthest = self.moment(Side::First, position);
            self.clock.fork(self.furthest, self.moments());
            self.leave_link();
        }
    }

    fn mend(&mut self) {
        let first = self.show.broken_steps().first().copied();
        self.show = self.show.mended();
        self.renew();
        self.clock.load(self.moments());
        self.clock.jump(self.moment(Side::First, first.map_or(0, |step| step - 1)));
        self.leave_link();
    }

    /// What is shown is no longer what the link said: its range and its notice do not fit any more.
    fn leave_link(&mut self) {
        (self.frame.steps, self.notice, self.why) = (None, None, None);
    }
}

/// The value that a person typed; nothing at all stands for a limit that is not set.
fn read(field: Field, text: &str) -> Result<Value, SetupError> {
    let optional = matches!(field.kind(), FieldKind::OptionalNumber { .. });
    field.read(if optional && text.is_empty() { "null" } else { text.trim() })
}

/// As the system says, then otherwise than it says, then as it happens to say now, and again.
const fn next_theme(theme: Option<Theme>, system_is_dark: bool) -> Option<Theme> {
    match (theme, system_is_dark) {
        (None | Some(Theme::Auto), true) => Some(Theme::Light),
        (None | Some(Theme::Auto), false) => Some(Theme::Dark),
        (Some(Theme::Light), true) => Some(Theme::Dark),
        (Some(Theme::Dark), false) => Some(Theme::Light),
        (Some(Theme::Light), false) | (Some(Theme::Dark), true) => None,
    }
}
