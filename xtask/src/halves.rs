//! What happens to the page after Trunk has built it: its code is split in two, both halves and the loader are made
//! small, and the three files get names that tell them from any others.

use crate::node;
use crate::places::Places;
use crate::program::{answer_of, in_folder, run, say};
use crate::split::{Rule, split};
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::process::Command;

/// What the first half does not have.
const REST: &str = include_str!("split/rest.txt");
/// What the loader does about it.
const FETCH_REST: &str = include_str!("rest.js");
/// What that uses of the loader.
const USED: [&str; 4] = [", wasm;", "function __wbg_get_imports()", "async function __wbg_load(", "import.meta.url"];
/// These passes were found by trying.
const PASSES: [&str; 7] =
    ["--flatten", "--rereloop", "-Oz", "-Oz", "-ocimfs=1", "--skip-pass=local-cse", "--low-memory-unused"];
/// Prints what a browser compares a file with.
const DIGEST: &str = "const [, file] = process.argv; process.stdout.write(require('crypto')\
    .createHash('sha384').update(require('fs').readFileSync(file)).digest('base64'))";

/// Does all of that to the page in `dist`.
pub fn halve(places: &Places, dist: &Path) -> Result<(), String> {
    let index = dist.join("index.html");
    let page = text(&index)?;
    let name = name_in(&page).ok_or("index.html does not name the page's code.")?;
    let whole = read(&dist.join(format!("{name}_bg.wasm")))?;
    let halves = split(&whole, &Rule::read(REST))?;
    if !halves.unknown.is_empty() {
        // With another compiler that may be so, and costs only some time before the first picture.
        say(&format!("no function of the page is called as rest.txt says: {}", halves.unknown.join(", ")));
    }
    let loader = with_short_names(&text(&dist.join(format!("{name}.js")))?, &halves.renamed)?;
    let work = places.wasm_target.join("halves");
    fs::create_dir_all(&work).map_err(|error| format!("{}: {error}.", work.display()))?;
    let first = smaller(places, &work.join("first.wasm"), &halves.first)?;
    let rest = smaller(places, &work.join("rest.wasm"), &halves.rest)?;
    let mut hasher = DefaultHasher::new();
    (&first, &rest, &loader, FETCH_REST).hash(&mut hasher);
    let new = format!("ackscope-{:016x}", hasher.finish());
    let loader = smaller_loader(places, &work.join("loader.js"), &loader, &format!("{new}_rest.wasm"))?;
    let files = [(format!("{new}_bg.wasm"), first), (format!("{new}_rest.wasm"), rest), (format!("{new}.js"), loader)];
    for (name, content) in &files {
        write(&dist.join(name), content)?;
    }
    write(&index, sealed(&page.replace(name, &new), dist, &new)?.as_bytes())?;
    for old in [format!("{name}_bg.wasm"), format!("{name}.js")] {
        fs::remove_file(dist.join(&old)).map_err(|error| format!("{old}: {error}."))?;
    }
    Ok(())
}

/// The name that the files of the page's code have in common.
fn name_in(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("from './")?;
    rest.split_once(".js'").map(|(name, _)| name)
}

/// The half after wasm-opt.
pub fn smaller(places: &Places, file: &Path, half: &[u8]) -> Result<Vec<u8>, String> {
    write(file, half)?;
    let small = file.with_extension("small.wasm");
    run(program(places, "wasm-opt")?.args(PASSES).arg(file).arg("-o").arg(&small))?;
    read(&small)
}

/// The loader with the imports' short names.
pub fn with_short_names(loader: &str, renamed: &[(String, String)]) -> Result<String, String> {
    let mut loader = loader.to_string();
    for (long, short) in renamed {
        let (long, short) = (format!("\n        {long}: function"), format!("\n        {short}: function"));
        if loader.matches(&long).count() != 1 {
            return Err(format!("The loader that wasm-bindgen wrote does not have `{}` once.", long.trim()));
        }
        loader = loader.replace(&long, &short);
    }
    Ok(loader)
}

/// The loader with what fetches the rest, after terser.
fn smaller_loader(places: &Places, file: &Path, loader: &str, rest: &str) -> Result<Vec<u8>, String> {
    if let Some(missing) = USED.iter().find(|used| !loader.contains(**used)) {
        return Err(format!("The loader that wasm-bindgen wrote has no `{missing}`, which rest.js uses."));
    }
    write(file, format!("{loader}\n{}", FETCH_REST.replace("REST_FILE", rest)).as_bytes())?;
    let small = file.with_extension("small.js");
    let options = ["--module", "--compress", "passes=2", "--mangle", "--ecma", "2020", "--output"];
    run(program(places, "terser")?.arg(file).args(options).arg(&small))?;
    read(&small)
}

pub fn program(places: &Places, name: &str) -> Result<Command, String> {
    let file = in_folder(&node::programs(places), name);
    file.map(Command::new).ok_or_else(|| format!("{name} is not where npm should have put it."))
}

/// The page with new digests of the files whose name this is.
fn sealed(page: &str, dist: &Path, name: &str) -> Result<String, String> {
    let mut sealed = page.to_string();
    for file in [format!("{name}.js"), format!("{name}_bg.wasm")] {
        let before = format!("href=./{file} integrity=sha384-");
        let at = sealed.find(&before).ok_or_else(|| format!("index.html does not say what {file} must be like."))?;
        let from = at + before.len();
        let to = sealed[from..].find([' ', '>']).map_or(sealed.len(), |length| from + length);
        sealed.replace_range(from..to, &digest(&dist.join(&file))?);
    }
    Ok(sealed)
}

fn digest(file: &Path) -> Result<String, String> {
    let node = node::Node::find()?;
    let digest = answer_of(Command::new(node.program).args(["-e", DIGEST]).arg(file));
    digest.ok_or_else(|| format!("Node cannot read {}.", file.display()))
}

pub fn read(file: &Path) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|error| format!("{}: {error}.", file.display()))
}

pub fn text(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("{}: {error}.", file.display()))
}

pub fn write(file: &Path, content: &[u8]) -> Result<(), String> {
    fs::write(file, content).map_err(|error| format!("{}: {error}.", file.display()))
}
