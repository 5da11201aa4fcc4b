//! The steps of a plan at work, each by the function of the same name in [`crate::processing`].

mod bins;
mod parameters;

pub(super) use parameters::Step;

use super::derived::{self, AbsoluteSalinityOf};
use super::plan::{PlanError, columns};
use super::{Cast, Kind, Variable};
use crate::processing::{
    self, BAD_FLAG, BadScans, BinAxis, MinimumVelocity, ProcessingError, SoakDepth, SurfaceSoak, Window,
    is_bad,
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

    fn field(self, field: String, accepted: &'static str) -> PlanError {
        PlanError::Field { number: self.number, step: self.name, field, accepted }
    }

    fn needs<T>(self, what: &'static str, found: Option<T>) -> Result<T, PlanError> {
        found.ok_or(PlanError::Needs { number: self.number, step: self.name, what })
    }

    fn interval_s(self, cast: &Cast) -> Result<f64, PlanError> {
        let averaged = cast.bins.is_some();
        let what = if averaged { "scans, not averages" } else { "the time between scans (see --interval)" };
        self.needs(what, cast.sample_interval_s)
    }

    fn columns(self, cast: &Cast, names: &[String]) -> Result<Vec<String>, PlanError> {
        columns(cast, names, self.number, self.name)
    }
}

/// How many scans and values are bad.
struct Marks {
    scans: usize,
    values: usize,
}

impl Marks {
    fn of(cast: &Cast) -> Self {
        let values = |variable: &Variable| variable.values.iter().filter(|value| value.is_nan()).count();
        let is_uncertainty =
            |known: &&Variable| Kind::named(&known.name).is_some_and(|kind| kind.is_standard_uncertainty());
        let measured = cast.variables.iter().filter(|known| !is_uncertainty(known));
        Self {
            scans: cast.flags.iter().filter(|flag| is_bad(**flag)).count(),
            values: measured.map(values).sum(),
        }
    }

    /// Says in the history what a step has added.
    fn compare(&self, step: &str, cast: &mut Cast) {
        let after = Self::of(cast);
        let scans = cast.len();
        let said = [
            (after.scans > self.scans)
                .then(|| format!("{step}: {} of {scans} scans marked bad", after.scans - self.scans)),
            (after.values > self.values)
                .then(|| format!("{step}: {} values are bad that were not", after.values - self.values)),
        ];
        cast.history.extend(said.into_iter().flatten());
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

    /// Refuses what makes sense for no cast.
    pub(super) fn check(&self, number: usize) -> Result<(), PlanError> {
        let place = Place { number, name: self.name() };
        let (columns, problem) = match self {
            Self::WildEdit(step) => (Some(&step.columns), step.edit().err()),
            Self::LowPass(step) => {
                (Some(&step.columns), processing::LowPass::new(step.time_constant_s, 1.0).err())
            }
            Self::WindowFilter(step) => (Some(&step.columns), step.filter(1.0).err()),
            Self::Align(step) => (Some(&step.columns), processing::Align::new(step.advance_s, 1.0).err()),
            Self::CellThermalMass(step) => {
                (None, processing::CellThermalMass::new(step.amplitude, step.time_constant_s, 1.0).err())
            }
            Self::LoopEdit(step) => (None, processing::loop_edit(&[], &[], &step.edit(1.0)).err()),
            Self::Split(_) => (None, None),
            Self::Derive(step) => {
                return step.check().map_err(|field| place.field(field, "0 for none, or seconds above it"));
            }
            Self::BinAverage(step) => {
                if step.maximum_scans.is_some_and(|most| most < step.minimum_scans) {
                    let field = format!("minimum_scans = {}", step.minimum_scans);
                    return Err(place.field(field, "at most maximum_scans"));
                }
                let axis = BinAxis::Profile(&[]);
                (None, processing::bin_average(axis, &[], &[], &bins::parameters(step)).err())
            }
        };
        if columns.is_some_and(Vec::is_empty) {
            return Err(place.field("columns = []".to_owned(), "one at least"));
        }
        problem.map_or(Ok(()), |problem| Err(place.refused(problem)))
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
        let before = Marks::of(cast);
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
        if !matches!(self, Self::BinAverage(_) | Self::Split(_)) {
            before.compare(place.name, cast);
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
    cast.forget_standard_uncertainty(name, &values);
    if let Some(variable) = cast.variables.iter_mut().find(|known| known.name == name) {
        variable.values = values;
    }
}

fn wild_edit(step: &WildEdit, cast: &mut Cast, place: Place) -> Result<usize, PlanError> {
    let edit = step.edit().map_err(|problem| place.refused(problem))?;
    each(cast, place, &step.columns, |values, flags| processing::wild_edit(values, flags, edit))
}

fn window_filter(step: &WindowFilter, cast: &mut Cast, place: Place) -> Result<usize, PlanError> {
    let filter = step.filter(place.interval_s(cast)?).map_err(|problem| place.refused(problem))?;
    each(cast, place, &step.columns, |values, flags| {
        processing::window_filter(values, flags, &filter, step.bad_scans.into())
    })
}

impl WildEdit {
    fn edit(&self) -> Result<processing::WildEdit, ProcessingError> {
        processing::WildEdit::new(
            self.first_pass_deviations,
            self.second_pass_deviations,
            self.keep_within,
            self.scans_per_block,
            self.bad_scans.into(),
        )
    }
}

impl WindowFilter {
    fn filter(&self, interval_s: f64) -> Result<processing::WindowFilter, ProcessingError> {
        let shape = match self.shape {
            Shape::Boxcar => Window::Boxcar,
            Shape::Cosine => Window::Cosine,
            Shape::Triangle => Window::Triangle,
            Shape::Median => Window::Median,
            Shape::Gaussian => Window::Gaussian { half_width_s: self.half_width_s, offset_s: self.offset_s },
        };
        processing::WindowFilter::new(shape, self.scans, interval_s)
    }
}

impl LoopEdit {
    fn edit(&self, sample_interval_s: f64) -> processing::LoopEdit {
        let minimum_m_per_s = self.minimum_velocity_m_per_s;
        let velocity = match self.percent_of_mean {
            None => MinimumVelocity::Fixed { minimum_m_per_s },
            Some(percent) => {
                let first_window_m_per_s = minimum_m_per_s;
                MinimumVelocity::PercentOfMean { percent, window_s: self.mean_over_s, first_window_m_per_s }
            }
        };
        let soak = self.remove_soak.map_or(SurfaceSoak::Keep, |soak| SurfaceSoak::Remove {
            minimum_depth_m: soak.minimum_depth_m,
            maximum_depth_m: soak.maximum_depth_m,
            depth: match soak.from {
                SoakFrom::Surface => SoakDepth::FromSurface,
                SoakFrom::FirstScan => SoakDepth::FromFirstScan,
            },
        });
        processing::LoopEdit { velocity, soak, bad_scans: self.bad_scans.into(), sample_interval_s }
    }
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
    let edit = step.edit(place.interval_s(cast)?);
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
