//! Finding and running other programs.

use std::env;
use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Says what is done next. Every line of our own starts the same way, so it stands out from the tools' output.
pub fn say(text: &str) {
    print_line(&format!("[xtask] {text}"));
}

/// Prints a line. Whoever reads along may stop at any time, as `head` does; that is no reason to fail.
pub fn print_line(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// Every program of this name on the search path, best first.
pub fn all_on_path(name: &str) -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).flat_map(|folder| in_folder(&folder, name)).collect()
}

/// The first program of this name on the search path.
pub fn on_path(name: &str) -> Option<PathBuf> {
    all_on_path(name).into_iter().next()
}

/// The program of this name in this folder, whatever the system calls its file.
pub fn in_folder(folder: &Path, name: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
    endings.iter().map(|ending| folder.join(format!("{name}{ending}"))).find(|file| file.is_file())
}

/// The search path with these folders before all others.
pub fn path_after(front: &[PathBuf]) -> std::ffi::OsString {
    let rest = env::var_os("PATH").unwrap_or_default();
    let all = front.iter().cloned().chain(env::split_paths(&rest));
    env::join_paths(all).unwrap_or(rest)
}

/// What the program prints, trimmed; nothing where it cannot be run or fails.
pub fn answer(program: impl AsRef<OsStr>, arguments: &[&str]) -> Option<String> {
    answer_of(Command::new(program).args(arguments))
}

/// The same for a command that is already set up.
pub fn answer_of(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_string())
}

/// Runs a command whose output goes straight to the user.
pub fn run(command: &mut Command) -> Result<(), String> {
    let status = command.stdin(Stdio::null()).status().map_err(|error| no_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed.", spelled(command))) }
}

/// Which of a command's two outputs is read along.
#[derive(Clone, Copy)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

/// Runs a command, passes one of its outputs on to the user line by line, and shows each line to `see`, without its
/// colours. The answer is whether the command succeeded.
pub fn read_along(command: &mut Command, stream: Stream, see: &mut dyn FnMut(&str)) -> Result<bool, String> {
    command.stdin(Stdio::null());
    match stream {
        Stream::Out => command.stdout(Stdio::piped()),
        Stream::Err => command.stderr(Stdio::piped()),
    };
    let mut child = command.spawn().map_err(|error| no_start(command, &error))?;
    let pipe: Option<Box<dyn io::Read>> = match stream {
        Stream::Out => child.stdout.take().map(|pipe| Box::new(pipe) as _),
        Stream::Err => child.stderr.take().map(|pipe| Box::new(pipe) as _),
    };
    let mut reader = BufReader::new(pipe.ok_or("The output of a command cannot be read.")?);
    let mut bytes = Vec::new();
    while reader.read_until(b'\n', &mut bytes).map_err(|error| format!("Reading a command's output: {error}."))? > 0 {
        let line = String::from_utf8_lossy(&bytes);
        let _ = io::stdout().write_all(&bytes);
        see(without_colours(&line).trim_end());
        bytes.clear();
    }
    let status = child.wait().map_err(|error| format!("Waiting for a command: {error}."))?;
    Ok(status.success())
}

/// The text without the terminal's colour codes.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_string();
    parts.fold(first, |plain, part| plain + part.split_once('m').map_or(part, |(_, rest)| rest))
}

fn no_start(command: &Command, error: &io::Error) -> String {
    format!("`{}` cannot be started: {error}.", spelled(command))
}

/// A command as one would type it, with the program's name only.
fn spelled(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    std::iter::once(program).chain(command.get_args()).map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

/// The first dotted number in a text, such as `0.21.14` in `trunk 0.21.14`.
pub fn version_in(text: &str) -> Option<&str> {
    text.split(|c: char| c.is_whitespace() || c == 'v')
        .map(|word| word.trim_end_matches(|c: char| !c.is_ascii_digit()))
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('.'))
}

/// The leading numbers of a version: `(1, 96)` of `1.96.0`.
pub fn major_minor(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.split(['.', '-']).map_while(|part| part.parse().ok());
    Some((numbers.next()?, numbers.next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_taken_away() {
        assert_eq!(without_colours("\u{1b}[34mℹ pass 12\u{1b}[39m"), "ℹ pass 12");
        assert_eq!(without_colours("plain"), "plain");
    }

    #[test]
    fn versions_are_found_in_what_programs_print() {
        assert_eq!(version_in("trunk 0.21.14"), Some("0.21.14"));
        assert_eq!(version_in("v20.20.2"), Some("20.20.2"));
        assert_eq!(version_in("rustc 1.95.0 (59807616e 2026-04-14)"), Some("1.95.0"));
        assert_eq!(version_in("Debian LLD 14.0.6 (compatible with GNU linkers)"), Some("14.0.6"));
        assert_eq!(version_in("no number here"), None);
        assert_eq!(major_minor("1.96.0"), Some((1, 96)));
        assert_eq!(major_minor("22.1.2-rust"), Some((22, 1)));
    }
}
