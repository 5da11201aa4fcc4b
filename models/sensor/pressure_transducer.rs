//! A reference pressure transducer: what is left of it once its certificate's line is applied.
//!
//! The certificate says `p = (reading + offset)(1 + span)`. The true line differs from the certified one by an error
//! drawn from the certificate's covariance, and by drift since.

use crate::quantity::AbsolutePressure;
use serde::{Deserialize, Serialize};

/// A reference pressure transducer as it truly is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PressureTransducer {
    /// What truly has to be added to a reading, MPa.
    pub offset_mpa: f64,
    /// What truly has to be multiplied in afterwards, relative.
    pub span: f64,
}

impl PressureTransducer {
    /// Its reading at a pressure at its datum, without noise.
    pub fn reading(&self, pressure: AbsolutePressure) -> AbsolutePressure {
        AbsolutePressure::from_mpa(pressure.mpa() / (1.0 + self.span) - self.offset_mpa)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_certificates_line_undoes_the_reading() {
        let transducer = PressureTransducer { offset_mpa: 0.004, span: -2.0e-4 };
        for mpa in [0.1, 60.0, 119.0] {
            let reading = transducer.reading(AbsolutePressure::from_mpa(mpa)).mpa();
            let back = (reading + 0.004) * (1.0 - 2.0e-4);
            assert!((back - mpa).abs() < 1.0e-13 * 119.0, "{back} {mpa}");
            assert!((reading - mpa).abs() > 0.003);
        }
    }
}
