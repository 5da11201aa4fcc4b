//! pH sensors: a gate against a chloride electrode (SeaFET and the floats' kin).

use super::{about, between};
use crate::randomness::Stream;
use crate::sensor::element::Isfet;
use serde::{Deserialize, Serialize};

/// A pH sensor.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhUnit {
    /// The pair.
    pub element: Isfet,
}

impl PhUnit {
    /// One unit.
    ///
    /// Response within 0.1 % of Nernst's (Takeshita et al., Anal. Chem. 86 (2014) 11189: near-ideal over pH 2 to 12). Pressure: the
    /// coefficients f1 to f6 of two published units come to −7.5 and +7.1 mV at 2,000 dbar, most of it within the first 1,000
    /// (examples of Application Note 99 and of the Argo manual for pH); ranges around them, and how they are shared between strain and seal,
    /// are judgement.
    pub fn draw(stream: &mut Stream) -> Self {
        let element = Isfet {
            standard_v: about(stream, -1.345, 0.01),
            standard_v_per_k: about(stream, -1.08e-3, 2e-5),
            nernst_share: about(stream, 1.0, 3e-4),
            strain_v_per_mpa: between(stream, -2e-4, 2e-4),
            seal_v: between(stream, -8e-3, 8e-3),
            seal_mpa: between(stream, 3.0, 10.0),
        };
        Self { element }
    }
}
