//! The guide: what it takes for granted is so, and it asks for the same in both languages.

use ackscope::command::guide::{Page, pages};
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
