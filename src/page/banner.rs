//! What the page has to say about itself: a link that can't be read, a run that was reproduced.

use yew::{AttrValue, Callback, Html, Properties, component, html};

use super::app::{Ask, Notice};
use super::words;
use crate::tell::{self, Lang, interface};

/// What the banner says.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// The notice, if there is one.
    pub notice: Option<Notice>,
    /// Where wishes go.
    pub ask: Callback<Ask>,
}

/// The banner. Its root is always there, so that screen readers notice what appears in it.
#[component(Banner)]
pub fn banner(props: &Props) -> Html {
    let Props { lang, notice, ask } = props;
    let (class, content) = match notice {
        None => ("banner none", Html::default()),
        Some(notice) => (if is_bad(notice) { "banner bad" } else { "banner" }, told(notice, *lang, ask)),
    };
    html! { <div {class} role="status">{ content }</div> }
}

const fn is_bad(notice: &Notice) -> bool {
    match notice {
        Notice::Refused(..) | Notice::Unreadable(..) | Notice::Changed => true,
        Notice::Reproduced | Notice::Copied | Notice::NotCopied => false,
    }
}

fn told(notice: &Notice, lang: Lang, ask: &Callback<Ask>) -> Html {
    let onclick = ask.reform(|_| Ask::Dismiss);
    html! {
        <>
            <div>
                <p>{ text(notice, lang) }</p>
                { reason(notice, lang) }
            </div>
            <button class="quiet" data-do="dismiss" {onclick}>{ words::dismiss(lang) }</button>
        </>
    }
}

fn text(notice: &Notice, lang: Lang) -> AttrValue {
    match notice {
        Notice::Refused(..) => words::bad_link(lang).into(),
        Notice::Unreadable(error, _) => tell::record_error(error, lang).into(),
        Notice::Reproduced => interface::reproduced(lang).into(),
        Notice::Changed => interface::model_changed(lang).into(),
        Notice::Copied => interface::link_copied(lang).into(),
        Notice::NotCopied => interface::link_not_copied(lang).into(),
    }
}

/// Why, and the link as it was: nothing that a reader typed is lost.
fn reason(notice: &Notice, lang: Lang) -> Html {
    let (why, link) = match notice {
        Notice::Refused(error, link) => (tell::setup_error(error, lang), link),
        Notice::Unreadable(_, link) => (String::new(), link),
        Notice::Reproduced | Notice::Changed | Notice::Copied | Notice::NotCopied => return Html::default(),
    };
    html! {
        <div class="reason">
            <p>{ why }</p>
            <p>{ words::the_link_was(lang) }{ " " }<code tabindex="0">{ format!("#{link}") }</code></p>
        </div>
    }
}
