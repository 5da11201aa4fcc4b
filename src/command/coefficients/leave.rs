//! Leave to write coefficients that belong into no real instrument, and the remark that goes with them.

use crate::certificate::Certificate;
use anyhow::bail;

const SIMULATED: &str = "SIMULATED: coefficients of a digital twin, which belong into no real instrument";
const TRIAL: &str =
    "TRIAL: coefficients of a calibration that is not complete, which belong into no instrument";
const INVALID: &str =
    "INVALID: the checks that bracket this calibration failed; its coefficients belong into no instrument";

/// What a user must say to have such coefficients written.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Leave {
    /// Write coefficients of a TRIAL, a certificate that is not complete, or of an INVALID one, whose checks failed: they are
    /// no calibration
    #[arg(long)]
    allow_trial: bool,
    /// Write coefficients of a SIMULATED certificate, which belong into no real instrument
    #[arg(long)]
    allow_simulated: bool,
}

impl Leave {
    /// The remarks that go with the certificate's coefficients wherever there is room.
    ///
    /// # Errors
    /// A certificate that is simulated, a trial or invalid, where nobody gave leave to write such coefficients.
    pub(super) fn remarks(self, certificate: &Certificate) -> anyhow::Result<Vec<&'static str>> {
        let mut refused = Vec::new();
        let mut remarks = Vec::new();
        if certificate.simulated {
            remarks.push(SIMULATED);
            if !self.allow_simulated {
                refused.push(
                    "it is SIMULATED: its coefficients are a digital twin's and belong into no real instrument; \
                     --allow-simulated writes them all the same"
                        .to_owned(),
                );
            }
        }
        if !certificate.checks.valid {
            remarks.push(INVALID);
            if !self.allow_trial {
                refused.push(format!(
                    "its coefficients belong into no instrument ({}); --allow-trial writes them all the same",
                    certificate.checks.statement
                ));
            }
        }
        if !certificate.complete {
            remarks.push(TRIAL);
            if !self.allow_trial {
                refused.push(format!(
                    "it is a TRIAL, no whole calibration, and its coefficients belong into no instrument ({}); \
                     --allow-trial writes them all the same",
                    certificate.completeness
                ));
            }
        }
        if !refused.is_empty() {
            bail!("no coefficients are written of this certificate: {}", refused.join("; and "));
        }
        Ok(remarks)
    }
}
