//! What is made from a closed record, and where it lies in the run's folder.

use crate::calibrations::Calibrations;
use crate::certificate::Certificate;
use crate::validation::Validation;
use crate::{calibrations, certificate, report, validation};
use anyhow::Context as _;
use hadal_record::{Record, TRUTH_FILE, read_tables};
use std::path::Path;

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

    /// Writes certificate, report and validation, each whole or not at all.
    ///
    /// # Errors
    /// A report that cannot be drawn, or a folder that cannot be written.
    pub fn write(&self, record: &Record, folder: &Path) -> anyhow::Result<()> {
        let report = report::report_html(&self.certificate, record, self.validation.as_ref())?;
        publish(folder, CERTIFICATE_FILE, &self.certificate.to_json_bytes()?)?;
        if let Some(validation) = &self.validation {
            publish(folder, VALIDATION_FILE, &validation.to_json_bytes()?)?;
        }
        publish(folder, REPORT_FILE, report.as_bytes())
    }
}

/// Writes a file beside its name, makes it durable, then renames it.
fn publish(folder: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
    use std::io::Write as _;
    let describe = || format!("cannot write {}", folder.join(name).display());
    let mut file = tempfile::NamedTempFile::new_in(folder).with_context(describe)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).with_context(describe)?;
    let file = file.persist(folder.join(name)).with_context(describe)?;
    // A temporary file is private; a product is for everyone who may read the folder.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.set_permissions(std::fs::Permissions::from_mode(0o644)).with_context(describe)?;
    }
    Ok(())
}
