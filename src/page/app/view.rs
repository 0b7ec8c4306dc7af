//! The page as a whole: which panels there are, and what each is given.

use yew::{Html, html};

use super::App;
use crate::page::banner::Banner;
use crate::page::bar::Bar;
use crate::page::intro::Intro;
use crate::page::ledger::LedgerTable;
use crate::page::legend::Legend;
use crate::page::seen::message_at;
use crate::page::sentence::Sentence;
use crate::page::settings::Settings;
use crate::page::show::Frame;
use crate::page::stage_place::{FaultPlace, Props as StageProps, StagePlace};
use crate::page::timeline::Timeline;
use crate::page::transport::Transport;
use crate::page::words;

impl App {
    pub(super) fn html(&self) -> Html {
        let embed = self.frame.embed;
        html! {
            <div class={if embed { "page embed" } else { "page" }}>
                <div class="above">{ if embed { Html::default() } else { self.bar() } }</div>
                <main>
                    <Banner lang={self.lang()} notice={self.notice.clone()} ask={self.ask.clone()} />
                    <div class="above">{ if embed { Html::default() } else { self.intro() } }</div>
                    <div class="figure">
                        { self.drawing() }
                        <div class="side">{ if embed { self.way_out() } else { self.settings() } }</div>
                        <div class="under">{ if embed { Html::default() } else { self.below() } }</div>
                    </div>
                    <div class="hidden" role="status" aria-live="polite">{ &self.told }</div>
                </main>
            </div>
        }
    }

    fn bar(&self) -> Html {
        html! {
            <Bar
                lang={self.lang()}
                theme={self.frame.theme.unwrap_or_default()}
                setup={self.show.setup}
                story={self.show.story.map(|story| story.name)}
                changed={self.show.has_changed_settings()}
                ask={self.ask.clone()}
            />
        }
    }

    fn intro(&self) -> Html {
        html! {
            <Intro
                lang={self.lang()}
                run={self.show.run.clone()}
                step={self.clock.step()}
                story={self.show.story.map(|story| story.name)}
            />
        }
    }

    fn drawing(&self) -> Html {
        let (lang, run, step) = (self.lang(), &self.show.run, self.clock.step());
        let followed = self.follow.or_else(|| message_at(run, step));
        let stage = yew::props!(StageProps {
            lang,
            theme: self.frame.theme.unwrap_or_default(),
            run: run.clone(),
            step,
            playhead: self.playhead.clone(),
            playing: self.clock.is_playing(),
            ask: self.ask.clone(),
        });
        html! {
            <div class="drawing">
                <StagePlace ..stage.clone() />
                <div class="caption">
                    <Transport
                        {lang}
                        {step}
                        steps={run.steps()}
                        playing={self.clock.is_playing()}
                        at_end={self.clock.is_at_end()}
                        speed={self.clock.speed()}
                        broken={self.show.is_broken()}
                        ask={self.ask.clone()}
                    />
                    <Sentence {lang} run={run.clone()} {step} ask={self.ask.clone()} />
                </div>
                <Timeline
                    {lang}
                    run={run.clone()}
                    {step}
                    {followed}
                    broken={self.show.broken_steps()}
                    playhead={self.playhead.clone()}
                    ask={self.ask.clone()}
                />
                <FaultPlace ..stage />
            </div>
        }
    }

    fn settings(&self) -> Html {
        html! {
            <Settings
                lang={self.lang()}
                setup={self.show.setup}
                of_story={self.show.story.is_some()}
                changed={self.show.has_changed_settings()}
                ask={self.ask.clone()}
            />
        }
    }

    fn below(&self) -> Html {
        let (lang, run) = (self.lang(), &self.show.run);
        html! {
            <div class="below">
                <LedgerTable {lang} run={run.clone()} step={self.clock.step()} ask={self.ask.clone()} />
                <Legend {lang} />
            </div>
        }
    }

    /// From an embedded figure to the whole page.
    fn way_out(&self) -> Html {
        let frame = Frame { embed: false, ..self.frame };
        let address = format!("#{}", self.show.link(frame));
        html! { <a class="wayout" href={address} target="_blank" rel="noopener">{ words::open_whole(self.lang()) }</a> }
    }
}
