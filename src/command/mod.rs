//! The verbs of the command line, one file each.

pub mod calibrate;
pub mod certify;
pub mod check;
pub mod coefficients;
pub mod convert;
pub mod covariance;
pub mod equation;
pub mod fit;
pub mod its90;
mod line;
mod message;
pub mod plan;
mod progress;
pub mod recover;
pub mod rig;
pub mod schema;
pub mod seawater;
mod summary;
pub mod twin;
pub mod uncertainty;

pub use line::run;
pub use message::describe;

use crate::certificate::{self, Certificate};
use crate::products::CERTIFICATE_FILE;
use anyhow::{Context as _, bail};
use hadal_record::event::Outcome;
use hadal_record::{JOURNAL_FILE, Record, run_folder};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// No certificate is larger.
const LARGEST_CERTIFICATE_BYTES: u64 = 64 << 20;

/// How a verb ended when nothing was wrong with what it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It did what it was asked.
    Success,
    /// The run ended safely, but not as its procedure meant it to.
    RunFailed,
}

/// Opens the record of a run for use. Where the journal lies beside `run.h5`, its hash chain must lead to the same head: a
/// file that no longer follows from its journal proves nothing.
fn open_record(run: &Path) -> anyhow::Result<Record> {
    let record = Record::open(run).with_context(|| format!("cannot open the run {}", run.display()))?;
    let journal = run_folder(run).join(JOURNAL_FILE);
    if !journal.exists() {
        return Ok(record);
    }
    let describe = || format!("{}", journal.display());
    let head = Record::from_journal(&journal).with_context(describe)?.head;
    if head != record.head {
        bail!("{}: its last hash is {head}, but run.h5 was made from {}", describe(), record.head);
    }
    Ok(record)
}

/// The bytes of a file that is not larger than `limit`.
fn bytes_within(path: &Path, limit: u64) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // Opening what is no file, such as a pipe, may take for ever.
    let is_file = std::fs::metadata(path)?.is_file();
    if is_file {
        std::fs::File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    }
    if !is_file || bytes.len() as u64 > limit {
        bail!("accepted is a file of at most {limit} bytes");
    }
    Ok(bytes)
}

/// The certificate itself, where a run's folder is given.
fn certificate_file(path: &Path) -> PathBuf {
    if path.is_dir() { path.join(CERTIFICATE_FILE) } else { path.to_owned() }
}

/// Reads a certificate, or that of a run's folder.
fn read_certificate(path: &Path) -> anyhow::Result<Certificate> {
    let path = certificate_file(path);
    let describe = || format!("cannot read the certificate {}", path.display());
    let bytes = bytes_within(&path, LARGEST_CERTIFICATE_BYTES).with_context(describe)?;
    let certificate: Certificate = serde_json::from_slice(&bytes).with_context(describe)?;
    if certificate.schema != certificate::SCHEMA {
        bail!("{}: schema {}: accepted: {}", path.display(), certificate.schema, certificate::SCHEMA);
    }
    Ok(certificate)
}

/// Prints to standard output. A reader that has gone away (`| head`) is no error.
fn say(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("standard output"),
        _ => Ok(()),
    }
}

/// Prints to standard error, come what may: whoever cannot hear must not stop a run.
fn mention(text: &str) {
    writeln!(std::io::stderr(), "{text}").ok();
}

/// How a run ended, in words.
fn outcome_in_words(outcome: Option<&Outcome>) -> String {
    match outcome {
        None => "has not ended".to_owned(),
        Some(Outcome::Completed) => "completed".to_owned(),
        Some(Outcome::Tripped { cause }) => format!("tripped ({cause})"),
        Some(Outcome::Failed { reason }) => format!("failed ({reason})"),
        Some(Outcome::Recovered) => "was cut off and closed by `hadal recover`".to_owned(),
    }
}
