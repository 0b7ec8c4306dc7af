//! The page as a whole: which panels there are, and what each is given.

use yew::{Html, html};

use super::{App, Ask, DARK, Thinking};
use crate::page::banner::banner;
use crate::page::bar::Bar;
use crate::page::browser;
use crate::page::element::{Element, empty, told};
use crate::page::grid::Grid;
use crate::page::home::Home;
use crate::page::intro::intro;
use crate::page::ledger::ledger;
use crate::page::legend::legend;
use crate::page::panel::Panel;
use crate::page::race::Price;
use crate::page::repair::Repair;
use crate::page::seen::message_at;
use crate::page::sentence::sentence;
use crate::page::settings::Settings;
use crate::page::show::{Frame, Show};
use crate::page::stage::{Faults, Stage, faults};
use crate::page::strip::{Strip, mini};
use crate::page::timeline::{Course, Timeline};
use crate::page::transport::{Transport, transport};
use crate::page::why::why;
use crate::page::{twin, words};
use crate::play::Side;
use crate::setup::FaultKinds;

impl App {
    pub(super) fn html(&self) -> Html {
        let lang = self.lang();
        let panel = self.panel();
        let embed = self.frame.embed;
        let alone = |draw: &dyn Fn() -> Html| if embed { empty("div") } else { draw() };
        let bar = Bar {
            lang,
            theme: self.frame.theme.unwrap_or_default(),
            broker: self.shown().setup.broker,
            compares: self.pair.is_some(),
            challenges: self.challenge.open || self.frame.level.is_some(),
            open: self.menu,
            tales: self.tales(),
            ask: &self.ask,
        };
        let side = if embed { Self::way_out } else { Self::settings };
        let figure = Element::of("div", "figure")
            .with(self.drawing(&panel))
            .with(Element::of("div", "side").with(self.later(true, side)).done())
            .with(Element::of("div", "under").with(self.later(!embed, Self::below)).done());
        let live = Element::of("div", "hidden").word("role", "status").word("aria-live", "polite");
        let main = Element::new("main")
            .with(banner(self.notice.as_ref(), lang, &self.ask))
            .with(self.later(!embed && (self.challenge.open || self.frame.level.is_some()), Self::challenge))
            .with(alone(&|| self.head(&panel)))
            .with(figure.done())
            .with(self.later(!embed, Self::take_home))
            .with(self.later(!embed, Self::embedding))
            .with(self.later(!embed, Self::table))
            .with(self.later(!embed, Self::price))
            .with(self.later(!embed, Self::in_client))
            .with(self.later(!embed, Self::check_panel))
            .with(live.with(told(self.told.clone())).done());
        let page = Element::of("div", if embed { "page embed" } else { "page" });
        page.with(alone(&|| bar.draw(&self.show)))
            .with(alone(&|| self.strip()))
            .with(main.done())
            .with(self.later(!embed, Self::library))
            .done()
    }

    /// What is wanted beside the moving picture, as soon as all of the code is there.
    fn later(&self, wanted: bool, draw: fn(&Self) -> Html) -> Html {
        if wanted && self.whole { draw(self) } else { empty("div") }
    }

    #[inline(never)]
    fn reasons(&self) -> Html {
        // What a level leaves to be found is not given away below it.
        let repair = if self.frame.level.is_some() { empty("section") } else { self.repair() };
        Element::of("div", "reasons").with(why(&self.panel_so_far(), self.why, &self.thoughts)).with(repair).done()
    }

    #[inline(never)]
    fn below(&self) -> Html {
        Element::of("div", "below")
            .with(ledger(&self.panel()))
            .with(legend(self.shown().setup.broker, self.lang()))
            .done()
    }

    /// The question, or what two setups have to do with each other.
    fn head(&self, panel: &Panel) -> Html {
        match self.pair {
            Some(_) => self.pair_head(),
            // The challenge stands there.
            None if self.frame.level.is_some() => empty("div"),
            None => intro(panel, &self.show, self.tales(), self.left.is_some()),
        }
    }

    fn strip(&self) -> Html {
        let strip = Strip {
            lang: self.lang(),
            tag: self.tag(),
            setup: &self.shown().setup,
            verdict: &self.thoughts.verdict,
            broken: matches!(self.thinker, Thinking::Broken),
            fixed: self.frame.level.is_some(),
            ask: &self.ask,
        };
        strip.draw()
    }

    /// The verdict in a line, where the strip is out of sight.
    #[inline(never)]
    fn mini(&self) -> Html {
        mini(self.lang(), &self.thoughts.verdict, &self.ask)
    }

    fn repair(&self) -> Html {
        let repair = Repair {
            lang: self.lang(),
            setup: &self.shown().setup,
            promises: &self.promises(),
            thoughts: &self.thoughts,
            ask: &self.ask,
        };
        repair.draw()
    }

    #[inline(never)]
    fn take_home(&self) -> Html {
        let wish = self.wish();
        let home = Home {
            lang: self.lang(),
            form: self.home,
            story: self.shown().story.map(|story| story.name),
            file: wish.and_then(|wish| self.thoughts.file.answer(&wish)),
            copied: self.copied,
            ask: &self.ask,
        };
        home.draw()
    }

    #[inline(never)]
    fn table(&self) -> Html {
        let grid = Grid {
            lang: self.lang(),
            setup: &self.shown().setup,
            open: self.table,
            chosen: self.cell,
            thoughts: &self.thoughts,
            ask: &self.ask,
        };
        grid.draw()
    }

    #[inline(never)]
    fn price(&self) -> Html {
        let price = Price {
            lang: self.lang(),
            costs: self.frame.race,
            refused: self.refused_cost.as_ref(),
            thoughts: &self.thoughts,
            broken: matches!(self.thinker, Thinking::Broken),
            ask: &self.ask,
        };
        price.draw()
    }

    fn drawing(&self, panel: &Panel) -> Html {
        let (stages, class) = match self.pair {
            Some(_) => (self.pair_drawings(), "caption both"),
            None => (self.stage(), "caption"),
        };
        let caption = Element::of("div", class)
            .with(self.transport())
            .with(self.later(self.narrow && self.pair.is_some(), Self::flip))
            .with(sentence(panel, self.step_at(self.side(), self.clock.told())))
            .with(self.later(self.narrow && !self.frame.embed, Self::mini));
        Element::of("div", "drawing")
            .with(Element::of("div", "stageplace").with(stages).done())
            .with(caption.done())
            .with(self.later(true, Self::timeline))
            .with(self.faults())
            .with(self.later(!self.frame.embed, Self::reasons))
            .done()
    }

    fn transport(&self) -> Html {
        transport(&Transport {
            lang: self.lang(),
            clock: &self.clock,
            steps: self.moments(),
            broken: self.show.is_broken(),
            mark: self.first_difference(),
            ask: &self.ask,
        })
    }

    /// The drawing of the only run.
    fn stage(&self) -> Html {
        html! {
            <Stage
                lang={self.lang()}
                run={self.show.run.clone()}
                step={self.clock.step()}
                playhead={self.playhead.clone()}
                playing={self.clock.is_playing()}
                tall={self.narrow}
                colours={self.colours()}
                struck={self.struck}
                allowed={self.allowed()}
                on_strike={&self.strike}
                on_action={&self.act}
                on_step={&self.seek}
            />
        }
    }

    /// The faults that may strike, where a level of the challenge allows only some.
    fn allowed(&self) -> Option<FaultKinds> {
        self.frame.level.and_then(|_| self.level_faults())
    }

    /// What is painted must be painted again in other colours.
    pub(super) fn colours(&self) -> u32 {
        self.frame.theme.unwrap_or_default() as u32 * 2 + u32::from(browser::matches(DARK))
    }

    #[inline(never)]
    fn timeline(&self) -> Html {
        let moment = self.clock.step();
        html! {
            <Timeline
                lang={self.lang()}
                course={course(&self.show, self.step_at(Side::First, moment))}
                beside={self.beside()}
                side={self.side()}
                sentences={self.sentences.clone()}
                {moment}
                playhead={self.clock_playhead().clone()}
                ask={&self.ask}
            />
        }
    }

    /// The fault buttons of the tall drawing, within reach of a thumb, or of two; a wide one has its own.
    fn faults(&self) -> Html {
        let place = Element::of("div", "faultlist");
        if !self.narrow && self.pair.is_none() {
            return place.done();
        }
        let note = if self.pair.is_some() { twin::words::breaks(self.lang()) } else { "" };
        let faults = faults(&Faults {
            lang: self.lang(),
            run: &self.show.run,
            step: self.step_at(Side::First, self.clock.step()),
            tall: self.narrow,
            chosen: self.struck,
            allowed: self.allowed(),
            choose: self.strike.clone(),
            vain: self.vain,
            in_vain: self.ask.reform(Ask::InVain),
            on_action: &self.act,
        });
        place.with(Element::of("p", "about").say(note).done()).with(faults).done()
    }

    #[inline(never)]
    fn settings(&self) -> Html {
        let (setup, start) = (self.shown().setup, self.start());
        html! {
            <Settings
                lang={self.lang()}
                {setup}
                {start}
                of={self.settings_of()}
                free={self.free()}
                changed={setup != start}
                refused={self.refused.clone()}
                ask={&self.ask}
            />
        }
    }

    /// From an embedded figure to the whole page.
    #[inline(never)]
    fn way_out(&self) -> Html {
        let frame = Frame { embed: false, ..self.frame };
        let address = format!("#{}", self.show.link(frame));
        let way = Element::of("a", "wayout").text("href", address).word("target", "_blank").word("rel", "noopener");
        way.say(words::open_whole(self.lang())).done()
    }
}

/// A run as the timeline shows it.
pub(super) fn course(show: &Show, step: usize) -> Course {
    Course { run: show.run.clone(), step, followed: message_at(&show.run, step), broken: show.broken_steps() }
}
