//! A procedure foretold before anything is pressurised: path, hours, and how near it comes to each limit.

use super::rehearsal::{Course, Start, rehearse};
use crate::plan;
use hadal_controller::procedure::Plan;
use hadal_models::quantity::SeaPressure;
use hadal_rigs::description::{Envelope, Item, Leg};
use std::fmt;

/// What a rehearsal in the nominal chamber foretells.
#[derive(Clone, Debug)]
pub struct Forecast {
    legs: Vec<Leg>,
    course: Course,
    margins: Vec<Margin>,
}

/// A limit and how far the run goes towards it.
#[derive(Clone, Debug, PartialEq)]
pub struct Margin {
    /// Which limit, and whose.
    pub limit: String,
    /// The farthest that the run goes.
    pub reached: f64,
    /// The limit itself.
    pub allowed: f64,
    /// Their unit.
    pub unit: &'static str,
    /// Share of the way to the limit that is used: from zero, and between limits of temperature from the middle.
    pub used: f64,
}

/// Rehearses a plan from a chamber as warm as its hall.
///
/// # Errors
/// What the procedure says when it cannot go on, such as a point that is not stable within its time.
pub fn of(plan: &plan::Plan) -> anyhow::Result<Forecast> {
    let items: Vec<Item> = plan.items.iter().map(|item| item.value.clone()).collect();
    let (rig, procedure) = (&plan.rig.value, &plan.procedure.value);
    let walked = Plan::new(rig, procedure, &items, plan.epoch_utc_ns()?);
    let course = rehearse(&walked, Start::of_rig(rig)).map_err(|reason| {
        anyhow::anyhow!("rehearsed in the nominal chamber, the run would fail: {reason}")
    })?;
    let margins = margins(&walked, &plan.envelope, &course);
    Ok(Forecast { legs: procedure.leg.clone(), course, margins })
}

impl Forecast {
    /// Hours of the run.
    pub fn hours(&self) -> f64 {
        self.course.hours()
    }

    /// Refuses a run that goes beyond a limit in the nominal chamber.
    ///
    /// # Errors
    /// Every limit that it goes beyond.
    pub fn within_limits(&self) -> anyhow::Result<()> {
        let beyond = |margin: &&Margin| margin.used > 1.0;
        let told: Vec<String> = self.margins.iter().filter(beyond).map(ToString::to_string).collect();
        anyhow::ensure!(
            told.is_empty(),
            "forecast in the rig's nominal chamber, the run would go beyond:\n{}",
            told.join("\n")
        );
        Ok(())
    }

    /// Every limit, the one that the run comes nearest to first.
    pub fn margins(&self) -> &[Margin] {
        &self.margins
    }
}

fn margins(plan: &Plan, envelope: &Envelope, course: &Course) -> Vec<Margin> {
    let (limits, chamber, extremes) = (&plan.rig.limits, &plan.rig.chamber, &course.extremes);
    let pressure = extremes.pressure_mpa_absolute;
    let rate = extremes.rise_mpa_per_min.max(extremes.fall_mpa_per_min);
    let mut found = vec![
        upward("software limit of the rig", pressure, limits.pressure_max_mpa_absolute, "MPa absolute"),
        upward("fastest change the rig allows", rate, limits.pressure_rate_max_mpa_per_min, "MPa/min"),
        upward(
            "saltiest water the rig allows",
            extremes.saltiest_practical,
            limits.salinity_max_practical,
            "",
        ),
        upward("pump's reservoir, one filling", extremes.pumped_l, chamber.hydraulics.reservoir_l, "L"),
        upward("time for a point", longest_h(course), plan.procedure.approach.timeout_h, "h"),
    ];
    let between = [envelope.temperature_min_celsius, envelope.temperature_max_celsius];
    found.push(temperature(
        "coldest water that rig and items allow",
        extremes.coldest_celsius,
        between[0],
        between,
    ));
    found.push(temperature(
        "warmest water that rig and items allow",
        extremes.warmest_celsius,
        between[1],
        between,
    ));
    for item in &plan.items {
        let rating = SeaPressure::from_mpa(item.rating_mpa_sea).absolute().mpa();
        let name = |what: &str| format!("{what} of {} {}", item.model, item.serial);
        found.push(upward(&name("rating"), pressure, rating, "MPa absolute"));
        found.push(upward(&name("fastest change"), rate, item.pressure_rate_max_mpa_per_min, "MPa/min"));
    }
    found.sort_by(|one, other| other.used.total_cmp(&one.used));
    found
}

fn upward(limit: &str, reached: f64, allowed: f64, unit: &'static str) -> Margin {
    Margin { limit: limit.to_owned(), reached, allowed, unit, used: reached / allowed }
}

fn temperature(limit: &str, reached: f64, allowed: f64, [least, most]: [f64; 2]) -> Margin {
    let middle = 0.5 * (least + most);
    let used = (reached - middle) / (allowed - middle);
    Margin { limit: limit.to_owned(), reached, allowed, unit: "°C", used }
}

/// Longest time from one point to the next, h.
fn longest_h(course: &Course) -> f64 {
    let from = std::iter::once(&0.0).chain(&course.point_end_h);
    from.zip(&course.point_end_h).map(|(begin, end)| end - begin).fold(0.0, f64::max)
}

impl fmt::Display for Forecast {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let extremes = &self.course.extremes;
        writeln!(
            out,
            "forecast in the rig's nominal chamber: {:.1} h, to {:.1} MPa absolute, up to {:.1} MPa/min up and {:.1} down",
            self.hours(),
            extremes.pressure_mpa_absolute,
            extremes.rise_mpa_per_min,
            extremes.fall_mpa_per_min
        )?;
        for (number, (leg, end_h)) in (1..).zip(self.legs.iter().zip(&self.course.leg_end_h)) {
            let pressures: Vec<String> = leg.pressures_mpa_sea.iter().map(ToString::to_string).collect();
            writeln!(
                out,
                "  {number:>2}  {:<24} {:>5} °C, SP {:>4}, {} MPa, done after {end_h:.1} h",
                leg.name,
                leg.temperature_celsius,
                leg.salinity_practical,
                pressures.join(" ")
            )?;
        }
        writeln!(out, "nearest limits:")?;
        for margin in &self.margins {
            writeln!(out, "{margin}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Margin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { limit, reached, allowed, unit, used } = self;
        write!(out, "  {:>3.0} %  {limit}: {reached:.2} of {allowed:.2} {unit}", 100.0 * used)
    }
}
