//! The project's own commands: `cargo xtask serve | build | test | bench | doctor | help`.
//!
//! `program` runs other programs; `debian`, `wasm`, `tools`, `node` and `chromium` each know one kind of thing that is
//! needed, how to find it and how to install it; `halves` and `split` cut the page's code in two, `hints` tells browsers
//! which way the explorer's branches go, and both know wasm files by `binary`; `library` reads the stories; `figure`
//! finishes what other pages embed; `native` adds what the command line works out; `host` makes dist/ ready for any host;
//! `page`, `serve`, `test`, `bench` (with `against`) and `doctor` are the commands.

mod against;
mod bench;
mod binary;
mod chromium;
mod debian;
mod doctor;
mod figure;
mod halves;
mod hints;
mod host;
#[allow(dead_code)]
#[path = "../../build/library.rs"]
mod library;
mod native;
mod node;
mod page;
mod places;
mod program;
mod serve;
mod split;
mod test;
mod tools;
mod wasm;

use places::Places;
use program::print_line;
use std::process::ExitCode;

const HELP: &str = "\
Usage: cargo xtask COMMAND

  serve [--port N] [--prefix /some/path/] [--watch]
                      builds the page and serves it on this machine only; --watch builds again after each change
  build               makes dist/, which any web server can host under any path
  test [--native | --browser]
                      runs every test: format, lints, documentation, native tests, the page in a real browser
  bench [--against COMMIT]
                      how fast the explorer is, and the machine natively and in wasm; or the explorer now and at a commit
  doctor              says what is found and what is missing, and installs nothing
  help                prints this

serve, build, test and bench first install what they miss. Each long step says what it does and how long it may take.";

/// What the user asked for.
#[derive(Debug, PartialEq)]
enum Order {
    Serve(serve::Wish),
    Build,
    Test(test::Parts),
    Bench,
    BenchAgainst(String),
    Doctor,
    Help,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let order = match read(&words) {
        Ok(order) => order,
        Err(problem) => {
            eprintln!("{problem}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match carry_out(order) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("\n{problem}");
            ExitCode::FAILURE
        }
    }
}

fn carry_out(order: Order) -> Result<bool, String> {
    let places = Places::here()?;
    match order {
        Order::Serve(wish) => serve::serve(&places, &wish).map(|()| true),
        Order::Build => page::set_up_and_build(&places).map(|_| true),
        Order::Test(parts) => test::test(&places, parts),
        Order::Bench => bench::bench(&places).map(|()| true),
        Order::BenchAgainst(commit) => against::against(&places, &commit).map(|()| true),
        Order::Doctor => Ok(doctor::doctor(&places)),
        Order::Help => {
            print_line(HELP);
            Ok(true)
        }
    }
}

fn read(words: &[String]) -> Result<Order, String> {
    let mut rest = words.iter().map(String::as_str);
    let order = match rest.next() {
        None | Some("help" | "--help" | "-h") => Order::Help,
        Some("serve") => return read_serve(rest).map(Order::Serve),
        Some("build") => Order::Build,
        Some("bench") => match rest.next() {
            None => Order::Bench,
            Some("--against") => Order::BenchAgainst(rest.next().ok_or("--against needs a commit.")?.into()),
            Some(other) => return Err(format!("bench takes --against COMMIT, not {other}.")),
        },
        Some("doctor") => Order::Doctor,
        Some("test") => match rest.next() {
            None => Order::Test(test::Parts::All),
            Some("--native") => Order::Test(test::Parts::Native),
            Some("--browser") => Order::Test(test::Parts::Browser),
            Some(other) => return Err(format!("test takes --native or --browser, not {other}.")),
        },
        Some(other) => return Err(format!("There is no command {other}.")),
    };
    match rest.next() {
        None => Ok(order),
        Some(more) => Err(format!("{more} is one word too many.")),
    }
}

fn read_serve<'a>(mut rest: impl Iterator<Item = &'a str>) -> Result<serve::Wish, String> {
    let mut wish = serve::Wish::default();
    while let Some(word) = rest.next() {
        match word {
            "--watch" => wish.watch = true,
            "--port" => {
                let number = rest.next().ok_or("--port needs a number.")?;
                wish.port = Some(number.parse().map_err(|_| format!("--port needs 0 to 65535, not {number}."))?);
            }
            "--prefix" => {
                let path = rest.next().ok_or("--prefix needs a path.")?;
                wish.prefix = serve::tidy_prefix(path)?;
            }
            other => return Err(format!("serve takes --port N, --prefix PATH and --watch, not {other}.")),
        }
    }
    Ok(wish)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_line(line: &str) -> Result<Order, String> {
        read(&line.split_whitespace().map(String::from).collect::<Vec<_>>())
    }

    #[test]
    fn commands_and_their_options_are_read() {
        assert_eq!(read_line(""), Ok(Order::Help));
        assert_eq!(read_line("build"), Ok(Order::Build));
        assert_eq!(read_line("test --browser"), Ok(Order::Test(test::Parts::Browser)));
        assert_eq!(read_line("bench"), Ok(Order::Bench));
        assert_eq!(read_line("bench --against HEAD~1"), Ok(Order::BenchAgainst("HEAD~1".into())));
        let wish = serve::Wish { port: Some(9000), prefix: "/a/b/".into(), watch: true };
        assert_eq!(read_line("serve --port 9000 --prefix a/b --watch"), Ok(Order::Serve(wish)));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for line in [
            "bild",
            "build now",
            "test --all",
            "bench --against",
            "bench --against a b",
            "serve --port",
            "serve --port 70000",
            "serve --prefix /a?b/",
        ] {
            assert!(read_line(line).is_err(), "{line}");
        }
    }
}
