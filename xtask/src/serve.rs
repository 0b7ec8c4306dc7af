//! The command `serve`: builds the page and serves it on this machine only.

use crate::host::POLICY;
use crate::page;
use crate::places::Places;
use crate::program::say;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

const FIRST_PORT: u16 = 8080;
/// How many ports after the first are tried.
const MORE_PORTS: u16 = 20;
/// A client that says nothing for this long is left.
const PATIENCE: Duration = Duration::from_secs(10);
/// No honest request has a longer line.
const LONGEST_LINE: u64 = 8192;

/// How the page is to be served.
#[derive(Debug, PartialEq)]
pub struct Wish {
    /// The port; without one the first that is free.
    pub port: Option<u16>,
    /// The path below which the page stands, with a slash at both ends.
    pub prefix: String,
    /// Whether to build again after each change.
    pub watch: bool,
}

impl Default for Wish {
    fn default() -> Self {
        Self { port: None, prefix: "/".into(), watch: false }
    }
}

/// A prefix with a slash at both ends, made of names that need no escapes.
pub fn tidy_prefix(given: &str) -> Result<String, String> {
    let names: Vec<&str> = given.split('/').filter(|name| !name.is_empty()).collect();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.~".contains(c);
    match names.iter().find(|name| !name.chars().all(plain) || name.chars().all(|c| c == '.')) {
        Some(name) => Err(format!("--prefix takes names of letters, digits and - _ . ~ between slashes, not {name}.")),
        None if names.is_empty() => Ok("/".into()),
        None => Ok(format!("/{}/", names.join("/"))),
    }
}

/// Builds the page and serves it until the user stops it.
pub fn serve(places: &Places, wish: &Wish) -> Result<(), String> {
    let listener = listen(wish.port)?;
    let kit = page::set_up(places)?;
    page::build(places, &kit)?;
    let port = listener.local_addr().map_err(|error| format!("The port is not known: {error}."))?.port();
    let site = Arc::new(Site { folder: places.dist.clone(), prefix: wish.prefix.clone() });
    say(&format!("the page is at http://127.0.0.1:{port}{}   (Ctrl-C stops)", wish.prefix));
    if !wish.watch {
        site.answer_all(&listener);
        return Ok(());
    }
    thread::spawn(move || site.answer_all(&listener));
    let mut built = page::digest_of_sources(places)?;
    loop {
        thread::sleep(Duration::from_secs(1));
        // A file may be gone for a moment while an editor writes it.
        let Ok(now) = page::digest_of_sources(places) else { continue };
        if now != built {
            built = now;
            match page::build(places, &kit) {
                Ok(()) => say("reload the page to see the change"),
                Err(problem) => say(&format!("{problem} The page stays as it was.")),
            }
        }
    }
}

fn listen(port: Option<u16>) -> Result<TcpListener, String> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    match port {
        Some(port) => bind(port).map_err(|error| format!("Port {port} cannot be used: {error}.")),
        None => (FIRST_PORT..=FIRST_PORT + MORE_PORTS)
            .find_map(|port| bind(port).ok())
            .ok_or_else(|| format!("No port from {FIRST_PORT} on is free; name one with --port.")),
    }
}

/// A folder of files below a path.
struct Site {
    folder: PathBuf,
    prefix: String,
}

/// What is sent back.
#[derive(Debug, PartialEq)]
enum Reply {
    File(PathBuf),
    Moved(String),
    NotFound,
}

impl Site {
    fn answer_all(self: &Arc<Self>, listener: &TcpListener) {
        for stream in listener.incoming().flatten() {
            let site = Arc::clone(self);
            // A client that goes away in the middle concerns nobody else.
            thread::spawn(move || drop(site.answer(stream)));
        }
    }

    fn answer(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let mut lines = BufReader::new(io::Read::take(&stream, 8 * LONGEST_LINE));
        let mut first = String::new();
        lines.read_line(&mut first)?;
        let mut other = String::new();
        while lines.read_line(&mut other)? > 2 {
            other.clear();
        }
        let mut words = first.split_whitespace();
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if !matches!(method, "GET" | "HEAD") {
            return send(&mut stream, "405 Method Not Allowed", "allow: GET, HEAD\r\n", b"", true);
        }
        let body = method == "GET";
        match self.reply(path) {
            Reply::File(file) => {
                let kind = format!("content-type: {}\r\ncontent-security-policy: {POLICY}\r\n", kind_of(&file));
                send(&mut stream, "200 OK", &kind, &fs::read(file)?, body)
            }
            Reply::Moved(to) => send(&mut stream, "301 Moved Permanently", &format!("location: {to}\r\n"), b"", body),
            Reply::NotFound => {
                let text = format!("There is nothing here. The page is at {}\n", self.prefix);
                send(&mut stream, "404 Not Found", "content-type: text/plain\r\n", text.as_bytes(), body)
            }
        }
    }

    fn reply(&self, path: &str) -> Reply {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        if format!("{path}/") == self.prefix {
            return Reply::Moved(self.prefix.clone());
        }
        let Some(inner) = path.strip_prefix(&self.prefix) else { return Reply::NotFound };
        let inner =
            if inner.is_empty() || inner.ends_with('/') { format!("{inner}index.html") } else { inner.to_string() };
        let inner = Path::new(&inner);
        if !inner.components().all(|part| matches!(part, Component::Normal(_))) {
            return Reply::NotFound;
        }
        let file = self.folder.join(inner);
        if file.is_file() { Reply::File(file) } else { Reply::NotFound }
    }
}

fn send(stream: &mut TcpStream, status: &str, header: &str, content: &[u8], with_body: bool) -> io::Result<()> {
    let length = content.len();
    let common = format!("content-length: {length}\r\ncache-control: no-cache\r\nconnection: close\r\n");
    stream.write_all(format!("HTTP/1.1 {status}\r\n{header}{common}\r\n").as_bytes())?;
    if with_body {
        stream.write_all(content)?;
    }
    stream.flush()
}

fn kind_of(file: &Path) -> &'static str {
    match file.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "webmanifest" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(path: &str) -> Reply {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf();
        Site { folder, prefix: "/a/b/".into() }.reply(path)
    }

    #[test]
    fn files_below_the_prefix_are_found() {
        assert!(matches!(reply("/a/b/Cargo.toml?x=1"), Reply::File(_)));
        assert!(matches!(reply("/a/b/src/main.rs"), Reply::File(_)));
        assert_eq!(reply("/a/b"), Reply::Moved("/a/b/".into()));
    }

    #[test]
    fn nothing_else_is_found() {
        for path in
            ["/", "/Cargo.toml", "/a/b/none", "/a/b/../b/Cargo.toml", "/a/b//etc/hostname", "/a/b/src", "/a/b/", ""]
        {
            assert_eq!(reply(path), Reply::NotFound, "{path}");
        }
    }

    #[test]
    fn a_prefix_gets_its_slashes() {
        assert_eq!(tidy_prefix("x/y").as_deref(), Ok("/x/y/"));
        assert_eq!(tidy_prefix("").as_deref(), Ok("/"));
        assert!(tidy_prefix("/a b/").is_err());
        assert!(tidy_prefix("/../").is_err());
    }
}
