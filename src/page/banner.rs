//! What the page has to say about itself: a link that can't be read, a run that was reproduced.

use yew::{Callback, Html};

use super::app::{Ask, Notice};
use super::element::{Element, told};
use super::panel::button;
use super::words;
use crate::tell::{self, Lang, interface};

/// The banner. Its root is always there, so that screen readers notice what appears in it.
pub fn banner(notice: Option<&Notice>, lang: Lang, ask: &Callback<Ask>) -> Html {
    let class = match notice {
        None => "banner none",
        Some(notice) if is_bad(notice) => "banner bad",
        Some(_) => "banner",
    };
    let banner = Element::of("div", class).word("role", "status");
    let Some(notice) = notice else { return banner.done() };
    let text = Element::new("p").with(told(text(notice, lang))).done();
    let dismiss = button(ask, Ask::Dismiss).word("class", "quiet").word("data-do", "dismiss");
    let words = Element::new("div").with(text).with(reason(notice, lang));
    banner.with(words.done()).with(dismiss.say(words::dismiss(lang)).done()).done()
}

const fn is_bad(notice: &Notice) -> bool {
    match notice {
        Notice::Refused(..) | Notice::Unreadable(..) | Notice::Changed => true,
        Notice::Reproduced | Notice::Copied | Notice::NotCopied => false,
    }
}

fn text(notice: &Notice, lang: Lang) -> String {
    match notice {
        Notice::Refused(..) => words::bad_link(lang),
        Notice::Unreadable(error, _) => return tell::record_error(error, lang),
        Notice::Reproduced => interface::reproduced(lang),
        Notice::Changed => interface::model_changed(lang),
        Notice::Copied => interface::link_copied(lang),
        Notice::NotCopied => interface::link_not_copied(lang),
    }
    .to_owned()
}

/// Why, and the link as it was: nothing that a reader typed is lost.
fn reason(notice: &Notice, lang: Lang) -> Html {
    let reason = Element::of("div", "reason");
    let (why, link) = match notice {
        Notice::Refused(error, link) => (tell::setup_error(error, lang), link),
        Notice::Unreadable(_, link) => (String::new(), link),
        Notice::Reproduced | Notice::Changed | Notice::Copied | Notice::NotCopied => return reason.done(),
    };
    let link = Element::new("code").word("tabindex", "0").with(told(format!("#{link}"))).done();
    let was = Element::new("p").say(words::the_link_was(lang)).say(" ").with(link).done();
    reason.with(Element::new("p").with(told(why)).done()).with(was).done()
}
