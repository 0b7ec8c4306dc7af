//! Small drawings in buttons.

use yew::Html;

use super::element::Element;

/// Which drawing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Icon {
    /// The page's own sign.
    Brand,
    /// To the start.
    Start,
    /// One step back.
    Back,
    /// Play.
    Play,
    /// Pause.
    Pause,
    /// Play again.
    Again,
    /// One step on.
    On,
    /// To the end.
    End,
    /// A list that opens.
    Opens,
    /// A menu.
    Menu,
    /// Light and dark.
    Colours,
}

impl Icon {
    const fn view_box(self) -> &'static str {
        match self {
            Self::Brand => "0 0 24 24",
            Self::Opens => "0 0 10 6",
            Self::Menu => "0 0 20 20",
            _ => "0 0 16 16",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Brand => "M15.6 3.1A9.6 9.6 0 1 0 21.3 9.6M7.6 12.3l3.4 3.4L20.6 4.6",
            Self::Start => "M4 3v10M13 3L6 8l7 5z",
            Self::Back => "M11.5 3L4.5 8l7 5z",
            Self::Play => "M4.5 2.5l9 5.5-9 5.5z",
            Self::Pause => "M4.5 3h2v10h-2zM9.5 3h2v10h-2z",
            Self::Again => "M12.6 5.4A5.2 5.2 0 1 0 13.2 8M13.4 2.6v3.2h-3.2",
            Self::On => "M4.5 3l7 5-7 5z",
            Self::End => "M12 3v10M3 3l7 5-7 5z",
            Self::Opens => "M1 1l4 4 4-4",
            Self::Menu => "M3 6h14M3 14h14",
            Self::Colours => "M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4zM8 3.4a4.6 4.6 0 0 1 0 9.2z",
        }
    }

    /// Draws it.
    pub fn draw(self) -> Html {
        let path = Element::new("path").word("d", self.path()).done();
        let icon = Element::of("svg", if self == Self::Again { "line" } else { "" });
        icon.word("viewBox", self.view_box()).word("aria-hidden", "true").with(path).done()
    }
}
