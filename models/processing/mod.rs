//! Processing of a cast, one file per step: what a CTD user does between conversion and derived quantities.
//!
//! Every step is a pure function over columns with one value per scan. The order that the manual of SBE Data Processing
//! (7.26.8, typical sequences) recommends for a profiling CTD, and the file of each step:
//!
//! 1. Conversion (`equation`), with [`correct_hysteresis`] of an SBE 43's voltage.
//! 2. [`wild_edit`], where outliers call for it: before a filter smears them.
//! 3. [`low_pass`]: pressure smoothed for the steps that need its slope, temperature and conductivity matched.
//! 4. [`align`]: each sensor advanced in time, so that all columns speak of the same parcel of water.
//! 5. [`cell_thermal_mass`]: conductivity freed of the heat stored in the cell's wall. Not in fresh water.
//! 6. [`loop_edit`]: scans marked where the ship's heave took the package back through its own wake.
//! 7. Derived quantities (`seawater`), from columns that now belong together; [`voltage_slope`] for an SBE 43's tau.
//! 8. [`bin_average`], and [`split_cast`] where descent and ascent are wanted apart.
//!
//! [`window_filter`] may take the place of the low-pass. Salinity and density must not be derived before alignment
//! and thermal mass, nor be computed from averages: both are nonlinear.
//!
//! **Bad values.** The maker's files carry [`BAD_FLAG`] in place of a bad value and in the flag column of a bad scan.
//! Here a value that is not finite counts as bad as well. No step lets a bad value into the neighbourhood of a
//! good one, and none makes a bad value good, except the window filters, which fill it from the good values around it.
//!
//! **Whom we follow.** Where Sea-Bird's community toolkit in Python (`seabirdscientific` 3.1.1) departs from files that
//! SBE Data Processing itself wrote, these functions give what is in the files; each page says where.

mod align;
mod bad_flag;
mod bin_average;
mod cast_split;
mod cell_thermal_mass;
mod error;
mod loop_edit;
mod low_pass;
mod oxygen_hysteresis;
mod oxygen_voltage_slope;
#[cfg(test)]
mod tests;
mod wild_edit;
mod window_filter;

pub use align::{Align, align};
pub use bad_flag::{BAD_FLAG, BadScans, is_bad};
pub use bin_average::{
    BinAverage, BinAxis, BinPlacement, Binned, CastSelection, Gaps, ScansPerBin, SurfaceBin, bin_average,
};
pub use cast_split::{Cast, split_cast};
pub use cell_thermal_mass::{CellThermalMass, cell_thermal_mass};
pub use error::ProcessingError;
pub use loop_edit::{LoopEdit, MinimumVelocity, SoakDepth, SurfaceSoak, loop_edit};
pub use low_pass::{LowPass, low_pass};
pub use oxygen_hysteresis::{OxygenHysteresis, correct_hysteresis};
pub use oxygen_voltage_slope::{VoltageSlope, voltage_slope};
pub use wild_edit::{WildEdit, wild_edit};
pub use window_filter::{Window, WindowFilter, window_filter};
