//! The guide: what it takes for granted is so, and it asks for the same in both languages.

use ackscope::command::guide::{Page, pages};
use ackscope::play::Run;
use ackscope::setup::preset;
use ackscope::tell::{self, Lang, export::Export};
use std::collections::BTreeSet;

fn made() -> Vec<Page> {
    pages().expect("what the guide takes for granted is so")
}

#[test]
fn every_language_asks_for_the_same_figures_numbers_and_tables() {
    let pages = made();
    assert_eq!(pages.len(), 2);
    assert_eq!(pages[0].asked, pages[1].asked);
    let figures = pages[0].asked.iter().filter(|asked| asked.starts_with("figure "));
    assert!(figures.count() >= 8, "the guide is the showcase of embedding");
}

#[test]
fn every_setup_of_the_list_is_spoken_of() {
    let asked = made()[0].asked.join("\n");
    let list = include_str!("../guide/setups.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    for name in list.filter_map(|line| line.split(' ').next()) {
        assert!(asked.contains(name), "{name} is in guide/setups.txt, and the guide does not ask for it");
    }
}

#[test]
fn a_page_has_no_scripts_and_styles_of_its_own_and_asks_no_other_host() {
    for page in made() {
        for never in ["<style", " style=", "<script>", " onclick", "src=\"http", "href=\"http", "{body}", "`="] {
            assert!(!page.html.contains(never), "{}: {never}", page.name);
        }
    }
}

#[test]
fn headings_are_not_skipped_and_names_are_not_given_twice() {
    for page in made() {
        let ids: Vec<&str> = page.html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{}: {ids:?}", page.name);
        assert_eq!(page.html.matches("<h1").count(), 1);
        let links = page.html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next());
        links.for_each(|link| assert!(ids.contains(&link), "{}: #{link} leads nowhere", page.name));
    }
}

/// The number in this attribute.
fn number(tag: &str, attribute: &str) -> Option<f64> {
    let value = tag.split_once(&format!(" {attribute}=\""))?.1.split_once('"')?.0;
    value.parse().ok()
}

/// A page that learns of a picture's size only when it comes moves what is below, and a link to a chapter misses it.
#[test]
fn every_picture_has_its_place_before_it_comes() {
    for page in made() {
        let pictures: Vec<&str> = page.html.split("<img ").skip(1).filter_map(|rest| rest.split('>').next()).collect();
        assert!(pictures.len() >= 8, "{}", page.name);
        for tag in pictures {
            let story = tag.split_once("figures/").and_then(|(_, rest)| rest.split('.').next()).expect("a story");
            let preset = preset(story).expect("a story of the library");
            let run = Run::staged(&preset.setup, preset.strikes);
            let title = tell::preset(story, page.lang).expect("words").title.to_owned();
            let picture = Export { lang: page.lang, title, ..Export::default() }.of(&run);
            for attribute in ["width", "height"] {
                let size = number(tag, attribute);
                assert!(size.is_some_and(|size| size > 100.0), "{}: {story} has no {attribute}", page.name);
                assert_eq!(size, number(&picture, attribute), "{}: {story}: {attribute}", page.name);
            }
        }
    }
    assert!(include_str!("../guide/guide.css").contains("height: auto"), "a picture keeps its form in a narrow window");
}

#[test]
fn a_blank_stands_between_chinese_and_numbers() {
    let pages = made();
    let page = pages.iter().find(|page| page.lang == Lang::Zh).expect("the Chinese page");
    let han = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
    let article = page.html.split("<article>").nth(1).expect("an article");
    // Tags are no letters.
    let text: String = article.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    let letters: Vec<char> = text.chars().collect();
    let stuck = letters
        .windows(2)
        .position(|pair| han(pair[0]) && pair[1].is_ascii_digit() || pair[0].is_ascii_digit() && han(pair[1]));
    assert_eq!(
        stuck.map(|at| letters[at.saturating_sub(10)..(at + 10).min(letters.len())].iter().collect::<String>()),
        None
    );
}
