//! The command `bench --against`: the explorer's speed in this checkout and at another commit, in turns.

use crate::places::Places;
use crate::program::{print_line, run, say};
use crate::wasm::active_cargo;
use std::fs;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const PAIRS: usize = 15;
/// The program that both checkouts run. A commit that does not have it yet gets it.
const SEARCHES: &str = "searches";

/// Builds both and prints, for each link of the benchmark, how many worlds a second each looks at, and their ratio. That
/// takes half a minute beside the building.
pub fn against(places: &Places, commit: &str) -> Result<(), String> {
    let before = Checkout::at(places, commit)?;
    let compared = compare(places, &before, commit);
    before.remove();
    compared
}

fn compare(places: &Places, before: &Checkout, commit: &str) -> Result<(), String> {
    let now = build(&places.root, &places.target)?;
    let before = build(&before.folder, &before.target)?;
    let (mut before, mut now) = (Searcher::start(&before)?, Searcher::start(&now)?);
    say(&format!("worlds a second, medians of {PAIRS} turns; beside a ratio the middle half of those of single turns"));
    print_line(&format!("{commit:>12}         now  ratio"));
    let links = places.root.join("benches").join("explorer-links.txt");
    let links = fs::read_to_string(&links).map_err(|error| format!("{}: {error}.", links.display()))?;
    let mut ratios = Vec::new();
    for link in links.lines() {
        let mut pairs = Vec::new();
        for turn in 0..PAIRS {
            // Who goes first changes, as what the machine does otherwise may be regular.
            let first = if turn % 2 == 0 { Some(before.rate(link)?) } else { None };
            let rate = now.rate(link)?;
            pairs.push((first.map_or_else(|| before.rate(link), Ok)?, rate));
        }
        ratios.push(print_pairs(&pairs, link));
    }
    let mean = (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len() as f64).exp();
    print_line(&format!("now to {commit}, as a geometric mean of the medians: {mean:.3}"));
    Ok(())
}

/// Answers the median of the ratios.
fn print_pairs(pairs: &[(f64, f64)], link: &str) -> f64 {
    let before = sorted(pairs.iter().map(|(before, _)| *before));
    let now = sorted(pairs.iter().map(|(_, now)| *now));
    let ratios = sorted(pairs.iter().map(|(before, now)| now / before));
    let [quarter, half, rest] = [1, 2, 3].map(|part| (pairs.len() - 1) * part / 4);
    let (before, now, ratio) = (before[half], now[half], ratios[half]);
    print_line(&format!(
        "{before:>12.0}{now:>12.0}  {ratio:.3} ({:.3} to {:.3})  {link}",
        ratios[quarter], ratios[rest]
    ));
    ratio
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

/// The native program that explores on demand, built.
pub fn build(root: &Path, target: &Path) -> Result<PathBuf, String> {
    let mut command = Command::new(active_cargo());
    command.current_dir(root).env("CARGO_TARGET_DIR", target);
    run(command.args(["build", "--release", "--features", "bench", "--bin", SEARCHES]))?;
    Ok(target.join("release").join(format!("{SEARCHES}{}", std::env::consts::EXE_SUFFIX)))
}

/// The repository as it was at a commit, below target/.
struct Checkout {
    root: PathBuf,
    folder: PathBuf,
    target: PathBuf,
}

impl Checkout {
    fn at(places: &Places, commit: &str) -> Result<Self, String> {
        let folder = places.target.join("against");
        let checkout =
            Self { root: places.root.clone(), target: folder.join("target"), folder: folder.join("checkout") };
        checkout.remove();
        say(&format!("checking {commit} out and building both, some minutes the first time"));
        run(checkout.git(&["worktree", "add", "--force", "--detach"]).arg(&checkout.folder).arg(commit))?;
        checkout.add_program(&places.root).map_err(|error| format!("{}: {error}.", checkout.folder.display()))?;
        Ok(checkout)
    }

    /// Cargo finds a program in src/bin by itself.
    fn add_program(&self, root: &Path) -> std::io::Result<()> {
        let file = format!("{SEARCHES}.rs");
        if self.folder.join("benches").join(&file).is_file() {
            return Ok(());
        }
        let programs = self.folder.join("src").join("bin");
        fs::create_dir_all(&programs)?;
        fs::copy(root.join("benches").join(&file), programs.join(&file)).map(drop)
    }

    fn git(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.current_dir(&self.root).args(arguments);
        command
    }

    /// If it is not there, there is nothing to do.
    fn remove(&self) {
        let mut command = self.git(&["worktree", "remove", "--force"]);
        let _ = command.arg(&self.folder).stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

/// The program, waiting for links.
struct Searcher {
    child: Child,
    links: Option<ChildStdin>,
    rates: Lines<BufReader<ChildStdout>>,
}

impl Searcher {
    fn start(program: &Path) -> Result<Self, String> {
        let mut command = Command::new(program);
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.map_err(|error| format!("{}: {error}.", program.display()))?;
        let rates = child.stdout.take().ok_or("The output of the search cannot be read.")?;
        Ok(Self { links: child.stdin.take(), rates: BufReader::new(rates).lines(), child })
    }

    fn rate(&mut self, link: &str) -> Result<f64, String> {
        let asked = self.links.as_mut().map(|links| writeln!(links, "{link}"));
        let answer = asked.and_then(Result::ok).and_then(|()| self.rates.next()?.ok());
        answer.and_then(|answer| answer.parse().ok()).ok_or_else(|| format!("There was no rate for {link}."))
    }
}

impl Drop for Searcher {
    /// It ends when no more links can come.
    fn drop(&mut self) {
        self.links = None;
        let _ = self.child.wait();
    }
}
