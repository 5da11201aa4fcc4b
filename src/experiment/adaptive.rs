//! Choosing each next point of a calibration from what has been measured so far, and ending it at a target.
//!
//! First come the legs without which the rules of every design would not be kept, in the order that takes least time: until
//! they are read nothing tells every coefficient, and there is nothing to choose from. From then on the calibration of all
//! finished legs is asked at every turn: what it states at the worst place of the ocean, and what each leg and pressure not yet
//! visited would leave of that. The one that takes most off for its hours is next; a leg under pressure goes to the highest
//! pressure and back through what it rose through, whatever is chosen. The run ends after a leg, when the calibration states
//! the target.
//!
//! Places at which nothing would change the largest uncertainty by itself are passed by the root mean square over all places.

use super::candidates::{Site, leg};
use super::course::{Course, Courses, Visit};
use super::expected::Expected;
use super::search::{Judge, Outcome, PlanError, Question, Target};
use crate::calibrations::CalibrateError;
use crate::observe::{ObserveError, Run};
use hadal_controller::procedure::{Advice, Advised, Whereabouts};
use hadal_models::uncertainty::Workers;
use hadal_rigs::description::Leg;
use rayon::prelude::*;

/// What lowers uncertainty by less than this share is not worth its hours.
const LEAST_GAIN: f64 = 5e-3;
/// What takes less is priced as this, h.
const LEAST_H: f64 = 0.1;

/// How a run chooses its points.
pub struct Strategy {
    /// One for each item.
    judges: Vec<Judge>,
    courses: Courses,
    least: Course,
    forecast_h: f64,
}

/// A leg that has been begun: its number, and the pressures read so far, MPa above one atmosphere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Walked {
    /// Number of the leg, from 0.
    pub leg: usize,
    /// Pressures in the order in which they were read.
    pub pressures_mpa_sea: Vec<f64>,
}

/// What could come next: what it takes, and what it leaves.
#[derive(Clone, Debug)]
struct Choice {
    hours: f64,
    outcome: Outcome,
}

impl Strategy {
    /// For the legs that a procedure lists; one question for each of its items.
    ///
    /// # Errors
    /// [`PlanError`] where all that is listed does not keep the rules, or would miss the target.
    pub fn new(questions: &[Question], workers: &mut impl Workers) -> Result<Self, PlanError> {
        let judges: Vec<Judge> = questions.iter().map(Judge::of_listed).collect();
        let planned = judges.iter().map(|judge| {
            let courses = judge.courses();
            let (least, forecast_h) = judge.least(&courses, workers)?;
            Ok((courses, least, forecast_h))
        });
        let planned: Vec<(Courses, Course, f64)> = planned.collect::<Result<_, PlanError>>()?;
        let longest = planned.into_iter().reduce(|one, other| if other.2 > one.2 { other } else { one });
        let (courses, least, forecast_h) = longest.ok_or(PlanError::NoItem)?;
        Ok(Self { judges, courses, least, forecast_h })
    }

    /// Chamber hours in which the target should be met, as expected before anything is measured.
    pub fn forecast_h(&self) -> f64 {
        self.forecast_h
    }

    /// The legs that come first, whatever is measured.
    pub fn least(&self) -> &Course {
        &self.least
    }

    /// What a run has reached; of several items, the one that is furthest from the target.
    ///
    /// # Errors
    /// [`CalibrateError`] where its points do not give a calibration.
    pub fn reached(&self, run: &Run) -> Result<Outcome, CalibrateError> {
        let known = self.known(run)?;
        self.judged(&known).ok_or(CalibrateError::Observe(ObserveError::NoPoints))
    }

    fn judged(&self, known: &[(Run, Expected)]) -> Option<Outcome> {
        furthest(self.judges.iter().zip(known).map(|(judge, (_, known))| judge.judged(known)))
    }

    /// Chamber hours that legs take, as forecast; one under way counts as a whole.
    pub fn hours(&self, walked: &[Walked]) -> f64 {
        self.along(None, walked.iter().map(|one| self.visit_of(one)))
    }

    /// Advice for a run that has walked so far; `closed` is what it has measured in its finished legs.
    ///
    /// # Errors
    /// In words, where what was measured gives no calibration.
    pub fn advise(
        &self,
        whereabouts: Whereabouts,
        walked: &[Walked],
        closed: impl FnOnce() -> Result<Run, String>,
    ) -> Result<Advised, String> {
        let found = match (whereabouts, walked.last()) {
            (Whereabouts::InLeg(_), Some(here)) => self.in_leg(here, closed, walked),
            _ => self.between_legs(walked, closed),
        };
        let (advice, why) = found?;
        let remaining_s = if advice == Advice::Finish { 0.0 } else { 3600.0 * self.remaining_h(walked) };
        Ok(Advised { advice, why, remaining_s })
    }

    fn between_legs(
        &self,
        walked: &[Walked],
        closed: impl FnOnce() -> Result<Run, String>,
    ) -> Result<(Advice, String), String> {
        let is_walked = |leg: usize| walked.iter().any(|one| one.leg == leg);
        if let Some(next) = self.least.visits.iter().find(|visit| !is_walked(visit.site)) {
            let why = format!("{}: every calibration needs it, whatever is found", self.name(next.site));
            return Ok((Advice::Begin(next.site), why));
        }
        let known = self.known(&closed()?).map_err(|problem| problem.to_string())?;
        let Some(now) = self.judged(&known) else { return Err("there is no item".to_owned()) };
        let stated = self.stated(&now);
        if now.over_target <= 1.0 {
            return Ok((Advice::Finish, format!("the target is met: {stated}")));
        }
        let from = walked.last().map(|one| one.leg);
        let open = self.open(walked);
        let options: Vec<Vec<Visit>> = open.iter().map(|visit| vec![visit.clone()]).collect();
        let choices = self.weigh(&known, &options, |visits| self.courses.price(from, visits.first()?));
        let chosen =
            best(&now, &choices).and_then(|number| open.get(number).zip(choices.get(number)?.as_ref()));
        Ok(match chosen {
            Some((visit, choice)) => {
                let why = format!("{}: {}; {stated}", self.name(visit.site), bought(&now, choice));
                (Advice::Begin(visit.site), why)
            }
            None => (
                Advice::Finish,
                format!("the target is missed, and nothing more that is listed helps: {stated}"),
            ),
        })
    }

    fn in_leg(
        &self,
        here: &Walked,
        closed: impl FnOnce() -> Result<Run, String>,
        walked: &[Walked],
    ) -> Result<(Advice, String), String> {
        let last = here.pressures_mpa_sea.last().copied().unwrap_or(0.0);
        let highest = here.pressures_mpa_sea.iter().copied().fold(0.0, f64::max);
        let visit = self.visit_of(here);
        let next_above = visit.rising_mpa_sea.iter().copied().find(|pressure| *pressure > highest);
        let (to, why) = match next_above {
            Some(next) => match self.worth_adding(here, walked, &visit, next, closed) {
                Some(choice) => choice,
                None => (next, format!("{next} MPa: every leg under pressure needs it, whatever is found")),
            },
            None if last > 0.0 => {
                let below = visit.rising_mpa_sea.iter().rev().copied().find(|pressure| *pressure < last);
                let to = below.unwrap_or(0.0);
                (to, format!("{to} MPa: pressure falls through what it rose through"))
            }
            None => return Ok((Advice::EndLeg, "the leg is at its end".to_owned())),
        };
        let listed = self.legs().get(here.leg).map_or(&[][..], |leg| &leg.pressures_mpa_sea);
        let place = listed.iter().position(|pressure| same(*pressure, to));
        // Every pressure came from this list.
        Ok((Advice::GoTo(place.unwrap_or(usize::MAX)), why))
    }

    /// A pressure between the last one and the next that is needed, where it buys more for its hours than any leg would.
    fn worth_adding(
        &self,
        here: &Walked,
        walked: &[Walked],
        visit: &Visit,
        next_mpa_sea: f64,
        closed: impl FnOnce() -> Result<Run, String>,
    ) -> Option<(f64, String)> {
        let is_walked = |leg: usize| walked.iter().any(|one| one.leg == leg);
        let last = here.pressures_mpa_sea.last().copied()?;
        let between = self.listed_pressures(here.leg).into_iter();
        let between: Vec<f64> = between.filter(|mpa| *mpa > last && *mpa < next_mpa_sea).collect();
        if between.is_empty() || !self.least.visits.iter().all(|visit| is_walked(visit.site)) {
            return None;
        }
        let run = closed().ok()?;
        let known = self.known(&run).ok()?;
        let now = self.outcome_after(&known, &[visit])?;
        if now.over_target <= 1.0 {
            return None;
        }
        let base_h = self.courses.under_pressure(visit)?;
        let mut options: Vec<Vec<Visit>> = between.iter().map(|mpa| vec![with(visit, *mpa)]).collect();
        options.extend(self.open(walked).into_iter().map(|other| vec![visit.clone(), other]));
        let choices = self.weigh(&known, &options, |visits| match visits {
            [_, other] => self.courses.hours_to(Some(here.leg), other),
            _ => Some(self.courses.under_pressure(visits.first()?)? - base_h),
        });
        let number = best(&now, &choices)?;
        let to = *between.get(number)?;
        Some((to, format!("{to} MPa: {}", bought(&now, choices.get(number)?.as_ref()?))))
    }

    /// What each of several additions would leave, and its hours; nothing where one cannot be made.
    fn weigh(
        &self,
        known: &[(Run, Expected)],
        options: &[Vec<Visit>],
        hours: impl Fn(&[Visit]) -> Option<f64> + Sync,
    ) -> Vec<Option<Choice>> {
        let weigh = |visits: &Vec<Visit>| {
            let all: Vec<&Visit> = visits.iter().collect();
            Some(Choice { hours: hours(visits)?, outcome: self.outcome_after(known, &all)? })
        };
        options.par_iter().map(weigh).collect()
    }

    /// What the item that is furthest from the target would reach with these visits as well.
    fn outcome_after(&self, known: &[(Run, Expected)], visits: &[&Visit]) -> Option<Outcome> {
        let mut pressures = vec![Vec::new(); self.legs().len()];
        for visit in visits {
            let site = Site { temperature_celsius: 0.0, salinity_practical: 0.0 };
            *pressures.get_mut(visit.site)? = leg(site, &visit.rising_mpa_sea, "").pressures_mpa_sea;
        }
        let outcomes = self.judges.iter().zip(known).map(|(judge, (run, known))| {
            let after = known.after(run, &pressures).ok()?;
            Some(judge.judged(&after))
        });
        furthest(outcomes.collect::<Option<Vec<Outcome>>>()?)
    }

    /// Each item's own run, and what it says of the item.
    fn known(&self, run: &Run) -> Result<Vec<(Run, Expected)>, CalibrateError> {
        let one = |item: usize| {
            let run = run.of_item(item);
            let known = Expected::measured(&run)?;
            Ok((run, known))
        };
        (0..self.judges.len()).map(one).collect()
    }

    /// Legs that have not been begun: one at ambient pressure as it is; one under pressure to its highest pressure at once, or by
    /// one more on the way.
    fn open(&self, walked: &[Walked]) -> Vec<Visit> {
        let is_open = |leg: &usize| !walked.iter().any(|one| one.leg == *leg);
        let through = |leg: usize| {
            let listed = self.listed_pressures(leg);
            let least = Visit { site: leg, rising_mpa_sea: listed.last().copied().into_iter().collect() };
            let more: Vec<Visit> =
                listed.iter().rev().skip(1).rev().map(|pressure| with(&least, *pressure)).collect();
            std::iter::once(least).chain(more)
        };
        (0..self.legs().len()).filter(is_open).flat_map(through).collect()
    }

    /// A leg under way with all that it will rise through in any case.
    fn visit_of(&self, walked: &Walked) -> Visit {
        let planned = self.least.visits.iter().find(|visit| visit.site == walked.leg);
        let highest = || self.listed_pressures(walked.leg).last().copied().into_iter().collect();
        let rising = planned.map_or_else(highest, |visit| visit.rising_mpa_sea.clone());
        let visit = Visit { site: walked.leg, rising_mpa_sea: rising };
        let read = walked.pressures_mpa_sea.iter().filter(|pressure| **pressure > 0.0);
        read.fold(visit, |visit, pressure| with(&visit, *pressure))
    }

    /// Hours that a run will still take: what was forecast less what the way until now should have taken, and at least the legs
    /// that every calibration needs.
    fn remaining_h(&self, walked: &[Walked]) -> f64 {
        let is_walked = |visit: &&Visit| walked.iter().any(|one| one.leg == visit.site);
        let needed = self.least.visits.iter().filter(|visit| !is_walked(visit)).cloned();
        let needed_h = self.along(walked.last().map(|one| one.leg), needed);
        needed_h.max(self.forecast_h - self.hours(walked))
    }

    fn along(&self, start: Option<usize>, visits: impl Iterator<Item = Visit>) -> f64 {
        let (mut from, mut hours) = (start, 0.0);
        for visit in visits {
            hours += self.courses.hours_to(from, &visit).unwrap_or(0.0);
            from = Some(visit.site);
        }
        hours
    }

    fn legs(&self) -> &[Leg] {
        self.judges.first().map_or(&[], |judge| &judge.question().terms.value.leg)
    }

    /// Pressures above ambient that a leg lists, rising, MPa above one atmosphere.
    fn listed_pressures(&self, leg: usize) -> Vec<f64> {
        let listed = self.legs().get(leg).map_or(&[][..], |leg| &leg.pressures_mpa_sea);
        let all = Visit { site: leg, rising_mpa_sea: Vec::new() };
        let above = listed.iter().filter(|pressure| **pressure > 0.0);
        above.fold(all, |all, pressure| with(&all, *pressure)).rising_mpa_sea
    }

    fn name(&self, leg: usize) -> &str {
        self.legs().get(leg).map_or("", |leg| &leg.name)
    }

    /// What was reached of each target, for messages.
    pub fn stated(&self, outcome: &Outcome) -> String {
        let targets = self.judges.first().map_or(&[][..], |judge| &judge.question().targets);
        let one = |target: &Target| {
            let (figure, place) = outcome.largest[target.quantity as usize];
            let name = target.quantity.name();
            format!("{name} U = {figure:.2e} at {place}, target {}", target.expanded_uncertainty)
        };
        targets.iter().map(one).collect::<Vec<_>>().join("; ")
    }
}

fn furthest(outcomes: impl IntoIterator<Item = Outcome>) -> Option<Outcome> {
    outcomes.into_iter().reduce(|one, other| if other.over_target > one.over_target { other } else { one })
}

/// The place of what takes most off for its hours: off the largest uncertainty, or where nothing lowers that, off the root mean
/// square. The first of equals.
fn best(now: &Outcome, choices: &[Option<Choice>]) -> Option<usize> {
    let by = |of: fn(&Outcome) -> f64| {
        let worth = |choice: &Choice| {
            let gain = libm::log(of(now) / of(&choice.outcome));
            (gain > LEAST_GAIN).then_some(gain / choice.hours.max(LEAST_H))
        };
        let worths = choices
            .iter()
            .enumerate()
            .filter_map(|(number, choice)| Some((number, worth(choice.as_ref()?)?)));
        worths.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(number, _)| number)
    };
    by(|outcome| outcome.over_target).or_else(|| by(|outcome| outcome.mean_over_target))
}

fn bought(now: &Outcome, choice: &Choice) -> String {
    let share = 100.0 * choice.outcome.over_target / now.over_target;
    format!("it leaves {share:.1} % of the largest uncertainty for {:.1} h", choice.hours)
}

fn with(visit: &Visit, mpa_sea: f64) -> Visit {
    let mut rising_mpa_sea = visit.rising_mpa_sea.clone();
    rising_mpa_sea.push(mpa_sea);
    rising_mpa_sea.sort_by(f64::total_cmp);
    rising_mpa_sea.dedup_by(|one, other| same(*one, *other));
    Visit { site: visit.site, rising_mpa_sea }
}

fn same(one: f64, other: f64) -> bool {
    one.total_cmp(&other).is_eq()
}
