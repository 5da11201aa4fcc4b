//! IAPSO Standard Seawater: what a bottle's label is worth, and a salinometer standardised with it.
//!
//! The label gives K15, the conductivity of the batch at 15 °C (IPTS-68) and one atmosphere relative to that
//! of the defining potassium chloride solution; practical salinity follows by PSS-78, whose R_t at 15 °C K15
//! is.
//!
//! Uncertainty: K15 has an expanded uncertainty of 1e-5 (k = 2) when bottled (Bacon, Culkin, Higgs and Ridout
//! 2007, J. Atmos. Oceanic Technol. 24, 1785). Bottles changed by less than 0.001 in salinity in 158 weeks
//! (Culkin and Ridout 1998, ibid. 15, 1072): that bound, growing in proportion to age, with every value
//! inside it equally likely, is carried as the effect of age. At three years it is 0.0006, about twice the
//! scatter found between recent batches (0.0003; Kawano et al. 2006, J. Oceanogr. 62, 777); Bacon et al. saw
//! no change beyond that of the label in five years. Age is never corrected for: the studies disagree whether
//! there is anything to correct. A batch's own published offset may be given.

mod salinometer;
#[cfg(test)]
mod tests;

pub use salinometer::{Adjustment, ReadingUncertainty, Salinometer};

use super::calendar::CalendarDate;
use crate::quantity::{PracticalSalinity, Temperature};
use crate::seawater::{salinity_of_surface_ratio, surface_ratio};

/// Standard uncertainty of K15 when bottled.
const K15_STANDARD_UNCERTAINTY: f64 = 0.5e-5;
/// What salinity changed by at most while the study lasted.
const CHANGE_AT_MOST: f64 = 0.001;
/// How long it lasted, days: 158 weeks.
const STUDY_DAYS: f64 = 158.0 * 7.0;
/// Months from calibration to the date after which the maker no longer vouches for a bottle.
const SHELF_LIFE_MONTHS: u16 = 36;

/// A batch of Standard Seawater, as its label describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Its name, such as `P165` or `38H12`.
    pub name: String,
    /// Conductivity ratio K15.
    pub k15: f64,
    /// When it was calibrated.
    pub calibrated: CalendarDate,
    /// What has been published to be added to salinities that rest on this batch; zero without such a figure.
    pub offset: f64,
}

impl Batch {
    /// Practical salinity by its label. A negative K15 gives NaN.
    pub fn practical_salinity(&self) -> PracticalSalinity {
        salinity_of_surface_ratio(self.k15, fifteen_degrees()).0
    }

    /// R_t at another temperature than that of the label.
    pub fn ratio(&self, temperature: Temperature) -> f64 {
        surface_ratio(self.practical_salinity(), temperature)
    }

    /// Last day of its shelf life, 36 months after calibration; nothing where the calendar ends before.
    pub fn expires(&self) -> Option<CalendarDate> {
        self.calibrated.months_later(SHELF_LIFE_MONTHS)
    }

    /// Whether the shelf life has passed, or not begun: such a bottle has a value, but nobody vouches for it.
    pub fn is_expired(&self, on: CalendarDate) -> bool {
        on < self.calibrated || self.expires().is_none_or(|last| on > last)
    }

    /// Standard uncertainty of its practical salinity by the uncertainty of K15 when bottled.
    pub fn label_standard_uncertainty(&self) -> f64 {
        K15_STANDARD_UNCERTAINTY * salinity_of_surface_ratio(self.k15, fifteen_degrees()).1
    }

    /// Standard uncertainty of its practical salinity by its age; it goes on growing after the shelf life.
    pub fn age_standard_uncertainty(&self, on: CalendarDate) -> f64 {
        let days = f64::from(on.days_since(self.calibrated).max(0));
        CHANGE_AT_MOST / 3f64.sqrt() * days / STUDY_DAYS
    }
}

/// 15 °C on the IPTS-68.
fn fifteen_degrees() -> Temperature {
    Temperature::from_celsius(15.0 / crate::constants::IPTS68_PER_ITS90)
}
