//! From chosen candidates to legs in the order that takes least time, and how long they take.
//!
//! Hours add up from parts that are rehearsed once: the way from one water to the next with its doses, bottles and
//! point, and what a leg under pressure takes beyond that. Water that was stable begins the next part, so the sum
//! differs from a rehearsal of the whole by little.

use super::candidates::{Candidate, Candidates, Site, leg};
use super::rehearsal::{Start, rehearse};
use hadal_controller::procedure::Plan;
use hadal_models::calibration::design::shortest_order;
use hadal_rigs::description::{Item, Leg, Procedure, Rig};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Hours that keep two legs in the same water apart: one right after the other would repeat nothing but the reading.
const APART_H: f64 = 1e3;

/// A chosen water with the pressures of its leg.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    /// Its place among the candidates' waters.
    pub site: usize,
    /// Pressures above ambient, rising, MPa above one atmosphere; none in a leg at ambient pressure.
    pub rising_mpa_sea: Vec<f64>,
}

/// Rehearsed parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Part {
    /// Into a water, from another or from the start.
    Way(Option<usize>, usize),
    /// Under pressure; pressures as bits of their place among the candidates.
    Pressures(usize, u64),
}

/// Turns designs into courses.
pub struct Courses {
    rig: Rig,
    item: Item,
    terms: Procedure,
    candidates: Candidates,
    known: Mutex<HashMap<Part, f64>>,
}

/// Legs in order, and the hours they take.
#[derive(Clone, Debug)]
pub struct Course {
    /// What the legs visit.
    pub visits: Vec<Visit>,
    /// The legs.
    pub legs: Vec<Leg>,
    /// Chamber hours.
    pub hours: f64,
}

impl Courses {
    /// Of candidates; approach, stability and readings are those of `terms`.
    pub fn new(rig: &Rig, item: &Item, terms: &Procedure, candidates: &Candidates) -> Self {
        let (rig, item, terms, candidates) = (rig.clone(), item.clone(), terms.clone(), candidates.clone());
        Self { rig, item, terms, candidates, known: Mutex::default() }
    }

    /// The quickest course through a design; none where the rehearsal says that it cannot be done.
    pub fn quickest(&self, design: &[usize]) -> Option<Course> {
        let visits = self.visits(design);
        let ways = self.ways(&visits)?;
        let way = |from: Option<usize>, to: usize| ways[from.map_or(visits.len(), |from| from)][to];
        let is_alike = |one: &Visit, other: &Visit| self.site(one.site) == self.site(other.site);
        let order = order(&visits, is_alike, way);
        let before = std::iter::once(None).chain(order.iter().copied().map(Some));
        let mut hours: f64 = before.zip(&order).map(|(from, to)| way(from, *to)).sum();
        for visit in &visits {
            hours += self.under_pressure(visit)?;
        }
        let visits: Vec<Visit> = order.iter().filter_map(|index| visits.get(*index).cloned()).collect();
        Some(Course { legs: self.legs(visits.iter()), visits, hours })
    }

    /// What one more visit is priced at after another, or from the start: its hours, and more than any hours where nothing but the
    /// reading would be repeated.
    pub fn price(&self, from: Option<usize>, visit: &Visit) -> Option<f64> {
        Some(self.hours_to(from, visit)? + self.repetition_h(from, visit.site))
    }

    /// Hours that one more visit takes after another, or from the start.
    pub fn hours_to(&self, from: Option<usize>, visit: &Visit) -> Option<f64> {
        Some(self.way(from, visit.site)? + self.under_pressure(visit)?)
    }

    /// One visit for each leg at ambient pressure, and one for each water under pressure.
    fn visits(&self, design: &[usize]) -> Vec<Visit> {
        let mut visits: Vec<Visit> = Vec::new();
        let chosen = || design.iter().filter_map(|index| self.candidates.list.get(*index));
        for candidate in chosen() {
            match *candidate {
                Candidate::Ambient(site) => visits.push(Visit { site, rising_mpa_sea: Vec::new() }),
                Candidate::Pressure(site, pressure) => match visits.iter_mut().find(|v| v.site == site) {
                    Some(visit) => visit.rising_mpa_sea.push(pressure),
                    None => visits.push(Visit { site, rising_mpa_sea: vec![pressure] }),
                },
            }
        }
        for visit in &mut visits {
            visit.rising_mpa_sea.sort_by(f64::total_cmp);
            visit.rising_mpa_sea.dedup();
        }
        // The same legs have the same order, whatever was chosen first.
        visits.sort_by_key(|visit| visit.site);
        visits
    }

    /// What it is priced at to come into each visit from each other, and in the last row from the start.
    fn ways(&self, visits: &[Visit]) -> Option<Vec<Vec<f64>>> {
        let sources = visits.iter().map(|visit| Some(visit.site)).chain([None]);
        let priced = |from, to: &Visit| Some(self.way(from, to.site)? + self.repetition_h(from, to.site));
        sources.map(|from| visits.iter().map(|to| priced(from, to)).collect()).collect()
    }

    /// What is added where a leg follows one in the same water.
    fn repetition_h(&self, from: Option<usize>, to: usize) -> f64 {
        if from.is_some_and(|from| self.site(from) == self.site(to)) { APART_H } else { 0.0 }
    }

    fn way(&self, from: Option<usize>, to: usize) -> Option<f64> {
        self.known(Part::Way(from, to), || {
            let begin = from.and_then(|from| self.site(from));
            let legs: Vec<Leg> =
                begin.into_iter().chain(self.site(to)).map(|site| leg(site, &[], "")).collect();
            let ends = self.rehearsed(legs, begin)?;
            Some(ends.last()? - if from.is_some() { *ends.first()? } else { 0.0 })
        })
    }

    /// Hours that a leg under pressure takes beyond its first point.
    pub fn under_pressure(&self, visit: &Visit) -> Option<f64> {
        if visit.rising_mpa_sea.is_empty() {
            return Some(0.0);
        }
        let bit = |pressure: &f64| {
            let at = Candidate::Pressure(visit.site, *pressure);
            self.candidates
                .list
                .iter()
                .filter(|c| matches!(c, Candidate::Pressure(s, _) if *s == visit.site))
                .position(|c| *c == at)
        };
        let bits = visit.rising_mpa_sea.iter().filter_map(bit).fold(0, |bits, at| bits | 1 << (at % 64));
        let site = self.site(visit.site)?;
        let hours = |rising: &[f64]| self.rehearsed(vec![leg(site, rising, "")], Some(site))?.last().copied();
        self.known(Part::Pressures(visit.site, bits), || Some(hours(&visit.rising_mpa_sea)? - hours(&[])?))
    }

    /// Ends of legs, h, from water that is as the start says.
    fn rehearsed(&self, legs: Vec<Leg>, begin: Option<Site>) -> Option<Vec<f64>> {
        let procedure = Procedure { leg: legs, checks: None, ..self.terms.clone() };
        let plan = Plan::new(&self.rig, &procedure, std::slice::from_ref(&self.item), 0);
        rehearse(&plan, begin.map_or_else(|| Start::of_rig(&self.rig), Start::of))
            .ok()
            .map(|course| course.leg_end_h)
    }

    fn site(&self, number: usize) -> Option<Site> {
        self.candidates.sites.get(number).copied()
    }

    /// What is known of a part, or is found out now. What cannot be done is infinitely long.
    fn known(&self, part: Part, find: impl Fn() -> Option<f64>) -> Option<f64> {
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let remembered = lock().get(&part).copied();
        let hours = remembered.unwrap_or_else(|| {
            let hours = find().unwrap_or(f64::INFINITY);
            lock().insert(part, hours);
            hours
        });
        hours.is_finite().then_some(hours)
    }

    /// Named legs; water that comes back is called so.
    fn legs<'v>(&self, visits: impl Iterator<Item = &'v Visit>) -> Vec<Leg> {
        let mut legs: Vec<Leg> = Vec::new();
        for visit in visits {
            let Some(site) = self.site(visit.site) else { continue };
            let plain = match visit.rising_mpa_sea.last() {
                None => site.to_string(),
                Some(highest) => format!("{site}, to {highest} MPa"),
            };
            let earlier = legs.iter().filter(|leg| leg.name.starts_with(&plain)).count();
            let name = if earlier == 0 { plain } else { format!("{plain}, replicate {earlier}") };
            legs.push(leg(site, &visit.rising_mpa_sea, &name));
        }
        legs
    }
}

/// Every water once on the shortest way, then those that come again: at the end, where they show drift as well.
fn order(
    visits: &[Visit],
    is_alike: impl Fn(&Visit, &Visit) -> bool,
    way: impl Fn(Option<usize>, usize) -> f64,
) -> Vec<usize> {
    let again = |index: usize| visits.iter().take(index).any(|earlier| is_alike(earlier, &visits[index]));
    let (replicates, once): (Vec<usize>, Vec<usize>) = (0..visits.len()).partition(|index| again(*index));
    let mut order = along(&once, None, &way);
    let last = order.last().copied();
    order.extend(along(&replicates, last, &way));
    order
}

/// The shortest way through some visits.
fn along(visits: &[usize], start: Option<usize>, way: &impl Fn(Option<usize>, usize) -> f64) -> Vec<usize> {
    let found =
        shortest_order(visits.len(), |from, to| way(from.map_or(start, |at| Some(visits[at])), visits[to]));
    found.into_iter().map(|at| visits[at]).collect()
}

impl Start {
    fn of(site: Site) -> Self {
        let Site { temperature_celsius, salinity_practical } = site;
        Self { temperature_celsius, salinity_practical }
    }
}
