//! Check my settings: what a program's own settings file says, as a setup.
//!
//! Two steps. A format (`yaml`, `properties`, `flat_json`) turns the text into entries: a key, a value, a line. Then the table
//! of the client that the keys belong to (`keys`, one file a client) says what each of them means. What the file leaves open
//! has the client's own default, and everything that was read, assumed, left aside or not known is listed.

mod draft;
mod entry;
mod flat_json;
mod keys;
mod profile;
mod properties;
mod remark;
mod yaml;
mod yaml_lines;

pub use draft::{Assumed, Known, Unknown, Unseen};
pub use entry::{Entry, ImportError, ImportProblem, Syntax};
pub use keys::Origin;
pub use profile::{Elsewhere, Only};
pub use remark::Remark;

use super::{Client, Setup};
use draft::Draft;

/// The longest text that is read, in bytes; no settings file comes near.
pub const BYTES_MAX: usize = 1 << 18;

/// What a settings file says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Import {
    /// Whose settings they are.
    pub origin: Origin,
    /// The setup they make.
    pub setup: Setup,
    /// Entries that decided a setting.
    pub known: Vec<Known>,
    /// Settings that the file leaves open, with what they are then.
    pub assumed: Vec<Assumed>,
    /// Entries that are known and change nothing that is shown here.
    pub ignored: Vec<Entry>,
    /// Entries that change what can happen by something that is not in the model.
    pub unseen: Vec<Unseen>,
    /// Entries that are not known.
    pub unknown: Vec<Unknown>,
    /// Entries of documents that hold only under a profile or on a platform.
    pub elsewhere: Vec<Elsewhere>,
}

/// Reads a settings file: `application.yml` or `.properties` of Spring Boot, properties of Kafka's Java client, of
/// librdkafka (also as a JSON object), of a topic or a broker. `client` decides where the keys of a Kafka client could be of
/// either library; Java's where nobody says.
///
/// # Errors
/// The text can't be read, has nothing in it that is known, or says what no client takes.
pub fn import(text: &str, client: Option<Client>) -> Result<Import, ImportError> {
    if text.len() > BYTES_MAX {
        return Err(ImportError::whole(ImportProblem::TooLong));
    }
    let entries = entries(text.strip_prefix('\u{feff}').unwrap_or(text))?;
    let documents = profile::documents(entries);
    let origin = match keys::origin(&documents.hold, client) {
        Err(error) if error.problem == ImportProblem::NothingKnown => {
            return Err(documents.only_elsewhere().unwrap_or(error));
        }
        origin => origin?,
    };
    Draft::of(origin, documents)?.finish()
}

/// The entries of the text, whichever format it has.
fn entries(text: &str) -> Result<Vec<Entry>, ImportError> {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with(['#', '!']));
    match first {
        None => Err(ImportError::whole(ImportProblem::Empty)),
        Some(line) if line.starts_with('{') => flat_json::read(text),
        Some(line) if is_property(line) => properties::read(text),
        Some(_) => yaml::read(text),
    }
}

/// Whether the line is a property: an equals sign comes before a colon that ends the key of a YAML map.
fn is_property(line: &str) -> bool {
    let colon = line.find(": ").or_else(|| line.ends_with(':').then(|| line.len() - 1));
    match (line.find('='), colon) {
        (Some(equals), Some(colon)) => equals < colon,
        (Some(_), None) => true,
        (None, _) => false,
    }
}
