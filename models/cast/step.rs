//! The steps of a plan at work, each by the function of the same name in [`crate::processing`].

mod bins;
mod parameters;

pub(super) use parameters::Step;

use super::derived::{self, AbsoluteSalinityOf};
use super::plan::{PlanError, columns};
use super::{Cast, Kind};
use crate::processing::{
    self, BAD_FLAG, BadScans, MinimumVelocity, ProcessingError, SoakDepth, SurfaceSoak, Window,
};
use crate::quantity::SeaPressure;
use crate::seawater;
use parameters::{
    BinAverage, CellThermalMass, LoopEdit, Marked, Shape, SoakFrom, Split, Way, WildEdit, WindowFilter,
};

/// A step with its place in the plan, for messages.
#[derive(Clone, Copy)]
struct Place {
    number: usize,
    name: &'static str,
}

impl Place {
    fn refused(self, problem: ProcessingError) -> PlanError {
        PlanError::Step { number: self.number, step: self.name, problem }
    }

    fn needs<T>(self, what: &'static str, found: Option<T>) -> Result<T, PlanError> {
        found.ok_or(PlanError::Needs { number: self.number, step: self.name, what })
    }

    fn interval_s(self, cast: &Cast) -> Result<f64, PlanError> {
        self.needs("the time between scans (give the sample interval)", cast.sample_interval_s)
    }

    fn columns(self, cast: &Cast, names: &[String]) -> Result<Vec<String>, PlanError> {
        columns(cast, names, self.number, self.name)
    }
}

impl Step {
    /// An average over both ways of a profile.
    pub(super) fn bins_of_pressure(size_dbar: f64) -> Self {
        Self::BinAverage(BinAverage::of_pressure(size_dbar))
    }

    fn name(&self) -> &'static str {
        match self {
            Self::WildEdit(_) => "wild_edit",
            Self::LowPass(_) => "low_pass",
            Self::WindowFilter(_) => "window_filter",
            Self::Align(_) => "align",
            Self::CellThermalMass(_) => "cell_thermal_mass",
            Self::LoopEdit(_) => "loop_edit",
            Self::Split(_) => "split",
            Self::Derive(_) => "derive",
            Self::BinAverage(_) => "bin_average",
        }
    }

    /// Does the step and writes it into the history.
    pub(super) fn apply(
        &self,
        number: usize,
        cast: &mut Cast,
        absolute: AbsoluteSalinityOf,
    ) -> Result<(), PlanError> {
        let place = Place { number, name: self.name() };
        cast.history.push(self.to_line());
        let changed = match self {
            Self::WildEdit(step) => wild_edit(step, cast, place)?,
            Self::LowPass(step) => {
                let interval = place.interval_s(cast)?;
                let filter = processing::LowPass::new(step.time_constant_s, interval)
                    .map_err(|problem| place.refused(problem))?;
                each(cast, place, &step.columns, |values, _| Ok(processing::low_pass(values, filter)))?
            }
            Self::WindowFilter(step) => window_filter(step, cast, place)?,
            Self::Align(step) => {
                let interval = place.interval_s(cast)?;
                let shift = processing::Align::new(step.advance_s, interval)
                    .map_err(|problem| place.refused(problem))?;
                each(cast, place, &step.columns, |values, _| Ok(processing::align(values, shift)))?
            }
            Self::CellThermalMass(step) => cell_thermal_mass(step, cast, place)?,
            Self::LoopEdit(step) => {
                cast.flags = loop_edit(step, cast, place)?;
                0
            }
            Self::Split(step) => split(*step, cast, place)?,
            Self::Derive(step) => {
                // Deriving writes its own line.
                cast.history.pop();
                derived::derive(cast, *step, absolute);
                return Ok(());
            }
            Self::BinAverage(step) => {
                bins::bin_average(step, cast, place)?;
                1
            }
        };
        if changed == 0 && !matches!(self, Self::LoopEdit(_)) {
            cast.history.push(format!("{}: nothing to do, the cast has none of these columns", place.name));
        }
        Ok(())
    }

    /// The step in one line, as the plan has it.
    fn to_line(&self) -> String {
        let text = toml::to_string(self).unwrap_or_default();
        let said: Vec<&str> =
            text.lines().filter(|line| !line.is_empty() && !line.starts_with('[')).collect();
        format!("{}: {}", self.name(), said.join(", "))
    }
}

/// Puts new values into the columns meant by these names; how many there were.
fn each(
    cast: &mut Cast,
    place: Place,
    names: &[String],
    step: impl Fn(&[f64], &[f64]) -> Result<Vec<f64>, ProcessingError>,
) -> Result<usize, PlanError> {
    let names = place.columns(cast, names)?;
    for name in &names {
        let Some(values) = cast.values(name) else { continue };
        let values = step(values, &cast.flags).map_err(|problem| place.refused(problem))?;
        replace(cast, name, values);
    }
    Ok(names.len())
}

/// Puts these values into a column; the maker's mark of a bad value becomes NaN.
fn replace(cast: &mut Cast, name: &str, mut values: Vec<f64>) {
    values
        .iter_mut()
        .filter(|value| value.to_bits() == BAD_FLAG.to_bits())
        .for_each(|value| *value = f64::NAN);
    if let Some(variable) = cast.variables.iter_mut().find(|known| known.name == name) {
        variable.values = values;
    }
}

fn wild_edit(step: &WildEdit, cast: &mut Cast, place: Place) -> Result<usize, PlanError> {
    let edit = processing::WildEdit::new(
        step.first_pass_deviations,
        step.second_pass_deviations,
        step.keep_within,
        step.scans_per_block,
        step.bad_scans.into(),
    );
    let edit = edit.map_err(|problem| place.refused(problem))?;
    each(cast, place, &step.columns, |values, flags| processing::wild_edit(values, flags, edit))
}

fn window_filter(step: &WindowFilter, cast: &mut Cast, place: Place) -> Result<usize, PlanError> {
    let shape = match step.shape {
        Shape::Boxcar => Window::Boxcar,
        Shape::Cosine => Window::Cosine,
        Shape::Triangle => Window::Triangle,
        Shape::Median => Window::Median,
        Shape::Gaussian => Window::Gaussian { half_width_s: step.half_width_s, offset_s: step.offset_s },
    };
    let filter = processing::WindowFilter::new(shape, step.scans, place.interval_s(cast)?);
    let filter = filter.map_err(|problem| place.refused(problem))?;
    each(cast, place, &step.columns, |values, flags| {
        processing::window_filter(values, flags, &filter, step.bad_scans.into())
    })
}

/// Every cell by its own thermometer.
fn cell_thermal_mass(step: &CellThermalMass, cast: &mut Cast, place: Place) -> Result<usize, PlanError> {
    let interval = place.interval_s(cast)?;
    let wall = processing::CellThermalMass::new(step.amplitude, step.time_constant_s, interval)
        .map_err(|problem| place.refused(problem))?;
    let mut cells = 0;
    for number in 1..=2 {
        let named = |name: &str| Kind::named(name).map(|kind| kind.numbered(number)).unwrap_or_default();
        let cell = named("conductivity");
        let (Some(temperature), Some(conductivity)) =
            (cast.values(&named("temperature")), cast.values(&cell))
        else {
            continue;
        };
        let corrected = processing::cell_thermal_mass(temperature, conductivity, wall)
            .map_err(|problem| place.refused(problem))?;
        replace(cast, &cell, corrected);
        cells += 1;
    }
    Ok(cells)
}

fn loop_edit(step: &LoopEdit, cast: &Cast, place: Place) -> Result<Vec<f64>, PlanError> {
    let pressure = place.needs("a column `pressure`", cast.values("pressure"))?;
    // Without a latitude a decibar counts as a metre, which is 1 to 3 % off.
    let depth = match cast.latitude {
        Some(latitude) => {
            pressure.iter().map(|dbar| seawater::depth(SeaPressure::from_dbar(*dbar), latitude)).collect()
        }
        None => pressure.to_vec(),
    };
    let minimum_m_per_s = step.minimum_velocity_m_per_s;
    let velocity = match step.percent_of_mean {
        None => MinimumVelocity::Fixed { minimum_m_per_s },
        Some(percent) => {
            let first_window_m_per_s = minimum_m_per_s;
            MinimumVelocity::PercentOfMean { percent, window_s: step.mean_over_s, first_window_m_per_s }
        }
    };
    let soak = step.remove_soak.map_or(SurfaceSoak::Keep, |soak| SurfaceSoak::Remove {
        minimum_depth_m: soak.minimum_depth_m,
        maximum_depth_m: soak.maximum_depth_m,
        depth: match soak.from {
            SoakFrom::Surface => SoakDepth::FromSurface,
            SoakFrom::FirstScan => SoakDepth::FromFirstScan,
        },
    });
    let edit = processing::LoopEdit {
        velocity,
        soak,
        bad_scans: step.bad_scans.into(),
        sample_interval_s: place.interval_s(cast)?,
    };
    processing::loop_edit(&depth, &cast.flags, &edit).map_err(|problem| place.refused(problem))
}

fn split(step: Split, cast: &mut Cast, place: Place) -> Result<usize, PlanError> {
    let pressure = place.needs("a column `pressure`", cast.values("pressure"))?;
    let cast_ways = processing::split_cast(pressure, &cast.flags, BadScans::Exclude);
    let ways = cast_ways.map_err(|problem| place.refused(problem))?;
    let kept = match step.keep {
        Way::Descent => ways.descent,
        Way::Ascent => ways.ascent,
        Way::Both => return Ok(1),
    };
    for variable in &mut cast.variables {
        variable.values = variable.values.get(kept.clone()).unwrap_or_default().to_vec();
    }
    cast.flags = cast.flags.get(kept).unwrap_or_default().to_vec();
    Ok(1)
}

impl From<Marked> for BadScans {
    fn from(marked: Marked) -> Self {
        match marked {
            Marked::Include => Self::Include,
            Marked::Exclude => Self::Exclude,
        }
    }
}
