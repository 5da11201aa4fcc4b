//! What is made from a closed record, and where it lies in the run's folder.

use crate::calibrations::Calibrations;
use crate::certificate::Certificate;
use crate::validation::Validation;
use crate::{calibrations, certificate, report, validation};
use anyhow::Context as _;
use hadal_record::{Record, TRUTH_FILE, read_tables};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Name of the machine-readable certificate in a run's folder.
pub const CERTIFICATE_FILE: &str = "certificate.json";
/// Name of the report in a run's folder.
pub const REPORT_FILE: &str = "report.html";
/// Name of the comparison with truth in a simulated run's folder.
pub const VALIDATION_FILE: &str = "validation.json";

/// Certificate, and for a twin whose truth is known the comparison with it.
pub struct Products {
    /// The fits with their budgets.
    pub calibrations: Calibrations,
    /// The certificate.
    pub certificate: Certificate,
    /// The fitted sensors against the twin's truth.
    pub validation: Option<Validation>,
}

impl Products {
    /// Fits and certifies a record; `folder` may hold the twin's truth.
    ///
    /// # Errors
    /// A record that cannot be calibrated from, or truth that belongs to another run.
    pub fn of(record: &Record, folder: &Path) -> anyhow::Result<Self> {
        let calibrations = calibrations::calibrate_record(record)?;
        let certificate = certificate::certificate(record, &calibrations)?;
        let truth = folder.join(TRUTH_FILE);
        let validation = if record.simulated() && truth.exists() {
            let describe = || truth.display().to_string();
            let tables = read_tables(&truth).with_context(describe)?;
            let validation = validation::validate(record, &calibrations, &tables).with_context(describe)?;
            // A trial of a few points may span no place of the truth's grid.
            Some(validation).filter(Validation::has_places)
        } else {
            None
        };
        Ok(Self { calibrations, certificate, validation })
    }

    /// Writes certificate, report and validation: nothing is published before everything is written.
    ///
    /// # Errors
    /// A report that cannot be drawn, or a folder that cannot be written.
    pub fn write(&self, record: &Record, folder: &Path) -> anyhow::Result<()> {
        let report = report::report_html(&self.certificate, record, self.validation.as_ref())?;
        let certificate = self.certificate.to_json_bytes()?;
        let validation = self.validation.as_ref().map(Validation::to_json_bytes).transpose()?;
        let mut waiting = vec![
            prepare(folder, CERTIFICATE_FILE, &certificate)?,
            prepare(folder, REPORT_FILE, report.as_bytes())?,
        ];
        match validation {
            Some(bytes) => waiting.push(prepare(folder, VALIDATION_FILE, &bytes)?),
            // A comparison from before, of other products, must not lie beside these.
            None => remove_if_there(&folder.join(VALIDATION_FILE))?,
        }
        waiting.into_iter().try_for_each(publish)
    }
}

/// A product that is written whole and durable, but not yet under its name.
struct Waiting {
    file: NamedTempFile,
    path: PathBuf,
}

/// Writes a file beside its name and makes it durable.
fn prepare(folder: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<Waiting> {
    let path = folder.join(name);
    let describe = || format!("cannot write {}", path.display());
    let mut file = NamedTempFile::new_in(folder).with_context(describe)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).with_context(describe)?;
    Ok(Waiting { file, path })
}

/// Puts a product under its name.
fn publish(waiting: Waiting) -> anyhow::Result<()> {
    let describe = || format!("cannot write {}", waiting.path.display());
    let file = waiting.file.persist(&waiting.path).with_context(describe)?;
    // A temporary file is private; a product is for everyone who may read the folder.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.set_permissions(std::fs::Permissions::from_mode(0o644)).with_context(describe)?;
    }
    Ok(())
}

fn remove_if_there(path: &Path) -> anyhow::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}
