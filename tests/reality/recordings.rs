//! The recordings in `tests/data/ground-truth`, as one list of records.

use std::fmt;
use std::path::Path;

use serde_json::{Map, Value};

/// Keys beside the records: how they were made, and sums over them.
const ABOUT: [&str; 17] = [
    "scenario",
    "title",
    "date",
    "broker",
    "client",
    "host",
    "crash_modes",
    "command",
    "config",
    "script",
    "notation",
    "note",
    "note_quorum",
    "caveats",
    "summary",
    "totals_by_case_and_mode",
    "host_fsync_ms",
];

/// Keys that tell the variants of one case apart.
const VARIANTS: [&str; 5] = ["mode", "prefetch", "acked_tags", "args", "survived"];

/// What was observed once.
pub struct Record {
    pub file: String,
    pub case: String,
    /// Mode, prefetch and the like, as `mode=kill9 prefetch=1`.
    pub variant: String,
    data: Map<String, Value>,
}

impl Record {
    fn new(file: &str, case: &str, data: Map<String, Value>) -> Self {
        let named = VARIANTS.iter().filter_map(|key| data.get(*key).map(|value| (key, value)));
        let variant = named.map(|(key, value)| format!("{key}={}", plain(value))).collect::<Vec<_>>().join(" ");
        Self { file: file.to_owned(), case: case.to_owned(), variant, data }
    }

    pub fn has(&self, key: &str) -> bool {
        self.data.contains_key(key)
    }

    pub fn get(&self, key: &str) -> &Value {
        self.data.get(key).unwrap_or_else(|| panic!("{self} has no {key}"))
    }

    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.data.keys().map(String::as_str)
    }

    pub fn count(&self, key: &str) -> u64 {
        self.get(key).as_u64().unwrap_or_else(|| panic!("{self}: {key} is not a count"))
    }

    pub fn flag(&self, key: &str) -> bool {
        self.get(key).as_bool().unwrap_or_else(|| panic!("{self}: {key} is not true or false"))
    }

    pub fn text(&self, key: &str) -> &str {
        self.get(key).as_str().unwrap_or_else(|| panic!("{self}: {key} is not a text"))
    }

    pub fn list(&self, key: &str) -> &[Value] {
        self.get(key).as_array().unwrap_or_else(|| panic!("{self}: {key} is not a list"))
    }

    /// What all repetitions showed: the only key of a table of outcomes and how often each was seen.
    pub fn always(&self, key: &str) -> &str {
        let seen = self.get(key).as_object().unwrap_or_else(|| panic!("{self}: {key} is not a table"));
        assert_eq!(seen.len(), 1, "{self}: {key} was not always the same");
        seen.keys().next().expect("there is one")
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.file, self.case, self.variant)
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The recordings' names, in order.
pub fn files() -> Vec<String> {
    let entries = directory().read_dir().expect("the recordings are there");
    let names = entries.map(|entry| entry.expect("the directory can be read").file_name().into_string());
    let names = names.map(|name| name.expect("names are plain"));
    let mut files: Vec<String> = names.filter_map(|name| name.strip_suffix(".json").map(str::to_owned)).collect();
    files.sort();
    files
}

fn directory() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/ground-truth/rabbitmq-3.10.8"))
}

/// Every record of one recording.
pub fn records(file: &str) -> Vec<Record> {
    let text = std::fs::read_to_string(directory().join(format!("{file}.json"))).expect("the recording can be read");
    let whole: Map<String, Value> = serde_json::from_str(&text).expect("the recording is an object");
    let mut records = Vec::new();
    for (key, value) in whole.iter().filter(|(key, _)| !ABOUT.contains(&key.as_str())) {
        match value {
            Value::Array(runs) if key == "runs" => {
                runs.iter().for_each(|run| records.extend(of_run(file, object(run), whole.get("config"))));
            }
            Value::Array(items) => {
                records.extend(items.iter().map(|item| Record::new(file, key, object(item).clone())))
            }
            _ => records.push(Record::new(file, key, object(value).clone())),
        }
    }
    records
}

fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("every record is an object")
}

fn of_run(file: &str, run: &Map<String, Value>, config: Option<&Value>) -> Vec<Record> {
    if let Some(Value::String(case)) = run.get("case") {
        return vec![Record::new(file, case, run.clone())];
    }
    let under = |case: &str, more: &[(&str, &Value)]| {
        let all = more.iter().copied().chain(run.get("mode").map(|mode| ("mode", mode)));
        Record::new(file, case, all.map(|(key, value)| (key.to_owned(), value.clone())).collect())
    };
    match (run.get("results"), run.get("survived")) {
        (Some(Value::Array(results)), _) if results.is_empty() => vec![under("a run that failed", &[])],
        (Some(Value::Array(results)), _) => results.iter().map(|result| of_result(file, run, result, config)).collect(),
        (_, Some(Value::Object(queues))) => {
            let beside = ["mode", "confirmed_of_100", "survived"];
            let confirmed = run.get(beside[1]).expect("such runs count their confirms");
            let of_queues = queues.iter();
            let of_queues =
                of_queues.map(|(queue, survived)| under(queue, &[(beside[1], confirmed), (beside[2], survived)]));
            let others = run.iter().filter(|(key, _)| !beside.contains(&key.as_str()));
            of_queues.chain(others.map(|(key, value)| under(key, &[("seen", value)]))).collect()
        }
        _ => vec![Record::new(file, "a run without a name", run.clone())],
    }
}

/// One of the results of a run that looked at many queues at once, with the run's mode and the queue's configuration.
fn of_result(file: &str, run: &Map<String, Value>, result: &Value, config: Option<&Value>) -> Record {
    let mut data = object(result).clone();
    let case = data.get("case").and_then(Value::as_str).expect("every result has a case").to_owned();
    data.insert("mode".to_owned(), run.get("mode").expect("such runs have a mode").clone());
    if let Some(config) = config.and_then(|config| config.get(&case)) {
        data.insert("config".to_owned(), config.clone());
    }
    Record::new(file, &case, data)
}
