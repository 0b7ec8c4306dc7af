//! What can be taken home from a run: every story in every form and language, well formed, and a few of them as they are
//! kept in tests/golden/export.
//!
//! `UPDATE_GOLDEN=1 cargo test --test export` writes those anew; look at them before you keep them.

use std::fs;

use ackscope::play::{Record, Run, Verdict};
use ackscope::setup::{Link, Theme, preset, presets};
use ackscope::tell::export::{Export, Form};
use ackscope::tell::{self, Lang};

/// Stories of both brokers: one that loses, one that repeats, one that reorders.
const KEPT: [&str; 3] = ["crash_before_the_flush", "manual_ack_and_a_repeat", "threads_out_of_order"];

fn export(name: &str, form: Form, lang: Lang) -> String {
    let story = preset(name).expect("the story exists");
    let run = Run::staged(&story.setup, story.strikes);
    let title = tell::preset(name, lang).expect("it has words").title.to_owned();
    Export { form, lang, title, ..Export::default() }.of(&run)
}

/// The names of elements in a text that is well-formed XML, or what is wrong with it.
fn elements(text: &str) -> Result<Vec<String>, String> {
    let (mut open, mut all, mut rest) = (Vec::new(), Vec::new(), text);
    while let Some(start) = rest.find('<') {
        well_written(&rest[..start])?;
        let end = rest[start..].find('>').ok_or("a tag has no end")? + start;
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            let last = open.pop().ok_or(format!("nothing to close with {name}"))?;
            if last != name {
                return Err(format!("{last} is closed by {name}"));
            }
            continue;
        }
        let (tag, empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        check_attributes(attributes)?;
        all.push(name.to_owned());
        if !empty {
            open.push(name);
        }
    }
    if open.is_empty() { Ok(all) } else { Err(format!("{open:?} stay open")) }
}

fn check_attributes(text: &str) -> Result<(), String> {
    let (mut rest, mut names) = (text.trim(), Vec::new());
    while !rest.is_empty() {
        let (name, value) = rest.split_once("=\"").ok_or(format!("no value in {rest:?}"))?;
        let (value, more) = value.split_once('"').ok_or(format!("no end in {rest:?}"))?;
        well_written(value)?;
        if names.contains(&name) {
            return Err(format!("{name} stands twice in {text:?}"));
        }
        names.push(name);
        rest = more.trim_start();
    }
    Ok(())
}

/// Whether every & begins a reference.
fn well_written(text: &str) -> Result<(), String> {
    let known = ["amp;", "lt;", "gt;", "quot;", "#39;"];
    let mut after = text.split('&').skip(1);
    match after.find(|part| !known.iter().any(|name| part.starts_with(name))) {
        Some(part) => Err(format!("&{part}")),
        None => Ok(()),
    }
}

#[test]
fn the_check_notices_what_is_not_well_formed() {
    for text in ["<a>", "<a></b>", "<a x=\"1\" x=\"2\"/>", "<a>&nbsp;</a>", "<a x=1/>", "</a>", "<a"] {
        assert!(elements(text).is_err(), "{text}");
    }
    assert_eq!(elements("<a x=\"&lt;\"><b/>&amp;</a>"), Ok(vec!["a".to_owned(), "b".to_owned()]));
}

#[test]
fn every_story_is_a_picture_in_every_form_and_both_languages() {
    for story in presets() {
        for (lang, form) in everywhere(Form::is_picture) {
            let text = export(story.name, form, lang);
            let all = elements(&text).unwrap_or_else(|wrong| panic!("{}: {wrong}", story.name));
            assert_eq!(&all[..4], ["svg", "title", "desc", "style"], "{}", story.name);
            assert!(text.contains(&format!("lang=\"{}\"", lang.tag())));
            assert!(text.contains("prefers-color-scheme:dark"));
            assert!(!text.contains("NaN"), "{}", story.name);
        }
    }
}

/// Both languages, with each form that is so.
fn everywhere(is_so: impl Fn(Form) -> bool) -> Vec<(Lang, Form)> {
    let forms = Form::ALL.iter().copied().filter(|form| is_so(*form));
    forms.flat_map(|form| Lang::ALL.map(|lang| (lang, form))).collect()
}

#[test]
fn what_moves_stands_still_for_those_who_want_that() {
    let text = export("manual_ack_and_a_repeat", Form::Animation, Lang::En);
    assert!(text.contains("prefers-reduced-motion:reduce") && text.contains("@keyframes"));
}

#[test]
fn a_storyboard_tells_five_moments_in_their_order() {
    for story in presets() {
        let text = export(story.name, Form::StoryboardText, Lang::En);
        let steps: Vec<usize> =
            text.lines().filter_map(|line| line.split_once("**step ")?.1.split_once("**")?.0.parse().ok()).collect();
        assert_eq!(steps.len(), 5, "{}: {steps:?}", story.name);
        assert!(steps.is_sorted_by(|one, next| one < next), "{}: {steps:?}", story.name);
        assert!(text.lines().last().is_some_and(|line| line.starts_with("[AckScope](#")), "{}", story.name);
    }
}

/// Every line is a statement of the grammar: a participant, an arrow, a note or the title.
#[test]
fn every_story_is_a_mermaid_diagram() {
    let arrows = ["-->>", "->>", "--x", "-x", "--)", "-)"];
    for story in presets() {
        for lang in Lang::ALL {
            let text = export(story.name, Form::Mermaid, lang);
            let mut lines = text.lines();
            assert_eq!(lines.next(), Some("sequenceDiagram"));
            let mut actors: Vec<&str> = Vec::new();
            for line in lines.map(str::trim) {
                let known = |ids: &str| ids.split(',').all(|id| actors.contains(&id));
                if let Some(actor) = line.strip_prefix("participant ") {
                    actors.push(actor.split_once(" as ").expect("it has a name").0);
                } else if let Some(note) = line.strip_prefix("Note over ") {
                    assert!(known(note.split_once(": ").expect("it has words").0), "{}: {line}", story.name);
                } else if !line.starts_with("title ") {
                    let (ends, words) = line.split_once(": ").unwrap_or_else(|| panic!("{}: {line}", story.name));
                    let arrow = arrows.iter().find(|arrow| ends.contains(*arrow)).expect("it has an arrow");
                    let (from, to) = ends.split_once(arrow).expect("it has two ends");
                    assert!(known(from) && known(to) && !words.is_empty(), "{}: {line}", story.name);
                }
                let words = line.split_once(':').map_or(line, |(_, words)| words);
                let plain = ["#35;", "#59;", "#lt;", "#gt;", "#quot;"]
                    .iter()
                    .fold(words.to_owned(), |words, code| words.replace(code, ""));
                assert!(!plain.contains(['#', ';']), "{}: {line}", story.name);
            }
            let lost = story.name == "lost_on_the_wire";
            assert!(!lost || text.contains("-x"), "what is lost has a cross");
        }
    }
}

#[test]
fn the_data_are_json_with_everything_in_them() {
    for story in presets() {
        let text = export(story.name, Form::Data, Lang::En);
        let json: serde_json::Value =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", story.name));
        let run = Run::staged(&story.setup, story.strikes);
        assert_eq!(json["steps"].as_u64(), Some(run.steps() as u64));
        assert_eq!(json["events"].as_array().map(Vec::len), Some(run.all_events().count()));
        let outcome = &json["outcome"];
        assert_eq!(outcome["digest"].as_str(), Some(run.digest().to_string().as_str()));
        let link = Link::parse(outcome["link"].as_str().expect("a link"), &|_| None).expect("it is one");
        assert_eq!(link.setup, story.setup);
        let record = Record::parse(&link.run.expect("it has a run")).expect("it is a record");
        assert!(matches!(record.play(&link.setup), Verdict::Reproduced(_)), "{}", story.name);
        let setup = ackscope::setup::parse_setup(&json["setup"].to_string()).expect("it is a setup");
        assert_eq!(setup, story.setup);
    }
}

#[test]
fn a_forced_theme_has_one_set_of_colours() {
    let story = presets().remove(0);
    let run = Run::staged(&story.setup, story.strikes);
    let with = |theme| Export { theme, ..Export::default() }.of(&run);
    let (light, dark) = (with(Theme::Light), with(Theme::Dark));
    assert!(light.contains("#fbfaf6") && !light.contains("#10141b"));
    assert!(dark.contains("#10141b") && !dark.contains("#fbfaf6"));
    assert!(!light.contains("@media") && !dark.contains("@media"));
}

#[test]
fn what_xml_does_not_allow_in_a_title_is_escaped() {
    let story = presets().remove(0);
    let run = Run::staged(&story.setup, story.strikes);
    let title = "<b> & \"quotes\" → 'arrows' \u{1}".to_owned();
    let text = Export { title, ..Export::default() }.of(&run);
    elements(&text).expect("it is well formed");
    assert!(text.contains("&lt;b&gt; &amp; &quot;quotes&quot; → &#39;arrows&#39; \u{fffd}"));
}

#[test]
fn the_kept_ones_are_as_they_were() {
    for name in KEPT {
        for lang in Lang::ALL {
            for form in [Form::Figure, Form::Storyboard, Form::StoryboardText, Form::Mermaid] {
                let text = export(name, form, lang);
                let file = format!("{name}.{}.{}", lang.tag(), form.ending());
                let path = format!("{}/tests/golden/export/{file}", env!("CARGO_MANIFEST_DIR"));
                if std::env::var_os("UPDATE_GOLDEN").is_some() {
                    fs::write(&path, &text).expect("tests/golden/export can be written");
                }
                let kept = fs::read_to_string(&path).expect("the file is kept");
                assert!(kept == text, "{file} differs from what is kept");
            }
        }
    }
}
