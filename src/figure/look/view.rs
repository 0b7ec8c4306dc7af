//! How a figure is drawn.

use yew::{Html, html};

use super::{Look, Props};
use crate::page::app::{Ask, DARK};
use crate::page::element::{Element, empty, told};
use crate::page::panel::{Panel, button};
use crate::page::show::Show;
use crate::page::stage::{Faults, Role, Stage, faults};
use crate::page::strip::Strip;
use crate::page::thoughts::Sentences;
use crate::page::transport::{Transport, transport};
use crate::page::{browser, sentence, words};
use crate::setup::Theme;
use crate::tell::embed::Control;

/// Narrower than this, the run is drawn from top to bottom.
const NARROW: f64 = 620.0;

/// The transport is drawn whole, and the style sheet leaves out what nobody wants.
const WITHOUT: [(Control, &str); 4] = [
    (Control::Play, "no-play"),
    (Control::Step, "no-step"),
    (Control::Scrub, "no-scrub"),
    (Control::Speed, "no-speed"),
];

impl Look {
    pub(super) fn html(&self, props: &Props) -> Html {
        let lang = self.lang();
        let mut classes = vec!["ackscope"];
        for (control, without) in WITHOUT {
            if !self.wish.has(control) {
                classes.push(without);
            }
        }
        let figure = match &self.show {
            Some(show) => self.figure(props, show),
            None => empty("div"),
        };
        Element::new("div")
            .classes(&classes)
            .known_as(&self.root)
            .word("lang", lang.tag())
            .word("data-theme", self.wish.theme.name())
            .with(self.troubles())
            .with(figure)
            .done()
    }

    fn troubles(&self) -> Html {
        let lang = self.lang();
        let words = self.wish.troubles.iter().map(|trouble| trouble.words(lang)).chain(self.notice.clone());
        let lines = words.map(|words| Element::new("p").with(told(words)).done());
        Element::of("div", "troubles").word("role", "status").each(lines).done()
    }

    fn figure(&self, props: &Props, show: &Show) -> Html {
        let lang = self.lang();
        let nothing = Sentences::default();
        let panel = Panel { lang, run: &show.run, step: self.clock.step(), sentences: &nothing, ask: &self.ask };
        let step = self.clock.told();
        let caption = Element::of("div", "caption")
            .with(transport(&Transport {
                lang,
                clock: &self.clock,
                steps: show.run.steps(),
                // Only who may break something needs to undo it.
                broken: show.is_broken() && self.wish.has(Control::Faults),
                mark: None,
                ask: &self.ask,
            }))
            .with(sentence::saying(&panel, step, self.sentence(step)));
        let drawing = Element::of("div", "drawing")
            .with(Element::of("div", "stageplace").with(self.stage(show)).done())
            .with(caption.done())
            .with(self.breaks(show))
            .done();
        let live = Element::of("div", "hidden").word("role", "status").word("aria-live", "polite");
        Element::of("div", "whole")
            .with(drawing)
            .with(self.strip(show))
            .with(self.foot(props))
            .with(live.with(told(self.told.clone())).done())
            .done()
    }

    fn tall(&self) -> bool {
        self.width < NARROW
    }

    fn stage(&self, show: &Show) -> Html {
        let dark = self.wish.theme == Theme::Auto && browser::matches(DARK);
        html! {
            <Stage
                lang={self.lang()}
                run={show.run.clone()}
                step={self.clock.step()}
                playhead={self.playhead.clone()}
                playing={self.clock.is_playing()}
                role={if self.wish.has(Control::Faults) { Role::Alone } else { Role::Watched }}
                tall={self.tall()}
                colours={self.wish.theme as u32 * 2 + u32::from(dark)}
                struck={self.struck}
                on_strike={&self.strike}
                on_action={&self.act}
                on_step={&self.seek}
            />
        }
    }

    /// The fault buttons of the tall drawing; a wide one has its own.
    fn breaks(&self, show: &Show) -> Html {
        let place = Element::of("div", "faultlist");
        if !self.tall() || !self.wish.has(Control::Faults) {
            return place.done();
        }
        let faults = faults(&Faults {
            lang: self.lang(),
            run: &show.run,
            step: self.clock.step(),
            tall: true,
            chosen: self.struck,
            choose: self.strike.clone(),
            vain: self.vain,
            allowed: None,
            in_vain: self.ask.reform(Ask::InVain),
            on_action: &self.act,
        });
        place.with(faults).done()
    }

    fn strip(&self, show: &Show) -> Html {
        if !self.wish.has(Control::Verdict) {
            return empty("div");
        }
        let (lang, setup, verdict) = (self.lang(), &show.setup, &self.verdict);
        Strip { lang, tag: "", setup, verdict, broken: false, fixed: true, ask: &self.ask }.fixed()
    }

    /// What the figure shows, in the host's words, the way back from a found run, and the way to the whole page.
    fn foot(&self, props: &Props) -> Html {
        let lang = self.lang();
        let caption = Element::of("p", "about").with(told(self.wish.caption.clone())).done();
        let back = if self.left.is_some() {
            let back = button(&self.ask, Ask::Return).word("class", "steplink").word("data-do", "return");
            back.say(words::back(lang)).done()
        } else {
            empty("span")
        };
        let steps = self.wish.steps.map(|(first, last)| format!("&steps={first}-{last}")).unwrap_or_default();
        // The link itself may say some of this, and says it once.
        let own = |key: &str| self.wish.fragment.split('&').any(|part| part.starts_with(key));
        let steps = if own("steps=") { String::new() } else { steps };
        let tag = if own("lang=") { String::new() } else { format!("&lang={}", lang.tag()) };
        let address = format!("{}#{}{steps}{tag}", props.page, self.wish.fragment);
        let way = Element::of("a", "wayout").text("href", address).word("target", "_blank").word("rel", "noopener");
        let ways = Element::of("div", "out").with(back).with(way.say(words::open_whole(lang)).done());
        Element::of("div", "foot").with(caption).with(ways.done()).done()
    }
}
