//! The search: designs judged by the calibration they would give and the hours they would take.

use super::candidates::{Candidate, Candidates};
use super::course::{Course, Courses};
use super::expected::{Expected, Quantity};
use super::floor::Floor;
use super::ocean::{Place, places};
use super::rules::{self, Rules};
use hadal_models::calibration::design::{Experiment, Valued, Worth, construct, exchange, thrift};
use hadal_models::uncertainty::Workers;
use hadal_rigs::description::{Item, Leg, Loaded, Procedure, Rig};

/// Coverage factor of expanded uncertainties: about 95 % of a normal distribution.
pub const COVERAGE_FACTOR: f64 = 2.0;

/// Which of four salinities is taken at each next temperature.
const MIXED: [usize; 4] = [2, 1, 0, 3];

/// An expanded uncertainty (k = 2) that is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// Of what.
    pub quantity: Quantity,
    /// How large at most, in the quantity's unit.
    pub expanded_uncertainty: f64,
}

/// Over which places a target holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// At the worst place (G-optimal).
    Worst,
    /// In the root mean square over all places (I-optimal).
    Mean,
}

/// What is asked: an item on a rig to a target, by the terms of a procedure.
#[derive(Clone, Debug)]
pub struct Question {
    /// The rig.
    pub rig: Loaded<Rig>,
    /// The item.
    pub item: Loaded<Item>,
    /// Its approach, stability and readings hold; its legs do not.
    pub terms: Loaded<Procedure>,
    /// What to reach, at least one.
    pub targets: Vec<Target>,
    /// Over which places.
    pub criterion: Criterion,
}

impl Question {
    /// Takes the rate of pressure down to what rig and item bear.
    pub fn slow_down(&mut self) {
        let slowest = self
            .rig
            .value
            .limits
            .pressure_rate_max_mpa_per_min
            .min(self.item.value.pressure_rate_max_mpa_per_min);
        let rate = &mut self.terms.value.approach.pressure_rate_mpa_per_min;
        *rate = rate.min(slowest);
    }

    /// The targets, for a title.
    pub fn targets_in_words(&self) -> String {
        let one = |target: &Target| {
            let unit = if target.quantity == Quantity::Salinity { "" } else { target.quantity.unit() };
            format!("{} U = {:.3e} {unit}", target.quantity.name(), target.expanded_uncertainty)
                .trim_end()
                .to_owned()
        };
        let all: Vec<String> = self.targets.iter().map(one).collect();
        let over = match self.criterion {
            Criterion::Worst => "at the worst place",
            Criterion::Mean => "in the root mean square over all places",
        };
        format!("{} (k = 2), {over} where the ocean is", all.join(", "))
    }
}

/// A design as it stands at some moment of the search.
#[derive(Clone, Debug)]
pub struct Stage {
    /// What was done.
    pub change: String,
    /// Legs in order.
    pub legs: Vec<Leg>,
    /// Chamber hours.
    pub hours: f64,
    /// What comes of it.
    pub outcome: Outcome,
}

/// The uncertainty of a calibration where the ocean is.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Criterion over the target of the worst quantity; 1 or less meets every target.
    pub over_target: f64,
    /// The same of the root mean square over all places, whatever the criterion.
    pub mean_over_target: f64,
    /// By quantity in the order of [`Quantity::ALL`]: the largest expanded uncertainty and where it is.
    pub largest: [(f64, Place); 4],
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The rig cannot make the waters that every design needs.
    #[error(
        "{rig} with {item}: {found} of {needed}: a calibration needs them to tell every coefficient and any lack of fit; a wider rig, or an item of wider rating, could"
    )]
    Possible {
        /// The rig's name.
        rig: String,
        /// The item's name.
        item: String,
        /// What there is.
        found: String,
        /// What there should be.
        needed: String,
    },
    /// The references are not good enough.
    #[error("{0}")]
    OutOfReach(Floor),
    /// The legs that a procedure lists do not keep the rules.
    #[error(
        "{procedure}: field `leg`: what it lists does not make a calibration, all of it together: needed are {needed}, from the coldest to the warmest and from the freshest to the saltiest water that the rig can make, and points that tell every coefficient"
    )]
    ListsTooLittle {
        /// The procedure file.
        procedure: String,
        /// What there should be.
        needed: String,
    },
    /// The legs that a procedure lists are not enough for the target.
    #[error(
        "{procedure}: field `leg`: all that it lists, {hours:.1} h, would leave {over:.2} times the target; accepted: {reached:.2e} or more of the first target, or more waters, replicates and pressures in the list"
    )]
    ListedMisses {
        /// The procedure file.
        procedure: String,
        /// Largest uncertainty over target.
        over: f64,
        /// Hours of all of it.
        hours: f64,
        /// The target that it meets.
        reached: f64,
    },
    /// There is nothing to calibrate.
    #[error("the procedure names no item")]
    NoItem,
    /// Nothing more is worth its hours.
    #[error(
        "the target is {over:.2} times exceeded by the best design found ({hours:.1} h): another leg or pressure would buy less than half a per cent; accepted: {reached:.2e} or more of the first target, or --terms with more readings, a tighter salinity tolerance or a tighter criterion of stability"
    )]
    Short {
        /// Largest uncertainty over target.
        over: f64,
        /// Hours of the best design.
        hours: f64,
        /// The target that it meets.
        reached: f64,
    },
}

/// Designs of candidates, judged.
pub struct Judge {
    question: Question,
    candidates: Candidates,
    rules: Rules,
    places: Vec<Place>,
}

struct Search<'a> {
    judge: &'a Judge,
    courses: &'a Courses,
}

impl Judge {
    /// For a question: everything that rig and item allow is a candidate.
    pub fn new(question: &Question) -> Self {
        let candidates = Candidates::of(&question.rig, &question.item, &question.terms);
        let rules = Rules::of(&candidates);
        let places = places(question.item.value.rating_mpa_sea);
        Self { question: question.clone(), candidates, rules, places }
    }

    /// For a question about the legs that its procedure lists, by the same rules.
    pub fn of_listed(question: &Question) -> Self {
        Self { candidates: Candidates::listed(&question.terms.value), ..Self::new(question) }
    }

    /// What was asked.
    pub fn question(&self) -> &Question {
        &self.question
    }

    /// Courses through the candidates.
    pub fn courses(&self) -> Courses {
        let Question { rig, item, terms, .. } = &self.question;
        Courses::new(&rig.value, &item.value, &terms.value, &self.candidates)
    }

    /// The quickest course through the least of the candidates that the rules keep and that tells every coefficient, and the
    /// hours in which they would reach the target, expected beforehand.
    ///
    /// # Errors
    /// [`PlanError`] where all of them together do not keep the rules, or miss the target.
    pub fn least(&self, courses: &Courses, workers: &mut impl Workers) -> Result<(Course, f64), PlanError> {
        let search = Search { judge: self, courses };
        let all = (0..self.candidates.list.len()).collect();
        let procedure = || self.question.terms.path.display().to_string();
        let too_little = || PlanError::ListsTooLittle { procedure: procedure(), needed: rules::in_words() };
        let all = Valued::of(&search, all).ok_or_else(too_little)?;
        let Worth { uncertainty: over, cost: hours } = all.worth;
        if over > 1.0 {
            self.check_floor(&all, &search)?;
            let reached = over * self.first_target();
            return Err(PlanError::ListedMisses { procedure: procedure(), over, hours, reached });
        }
        // Thrift ends where no single change saves: by way of the target it may end elsewhere than straight away.
        let aimed = thrift(&search, all.clone(), 1.0, workers);
        let least = [all, aimed].map(|design| thrift(&search, design, f64::INFINITY, workers));
        let least = cheapest_of(least.into_iter()).ok_or_else(too_little)?;
        let steps = construct(&search, least.clone(), 1.0, workers);
        let hours = steps.last().map_or(least.worth.cost, |step| step.valued.worth.cost);
        let course = courses.quickest(&least.design).ok_or_else(too_little)?;
        Ok((course, hours))
    }

    /// What comes of legs.
    ///
    /// # Errors
    /// Where they give no calibration.
    pub fn outcome(&self, legs: Vec<Leg>) -> Result<Outcome, crate::calibrations::CalibrateError> {
        let expected = self.expected(legs)?;
        Ok(self.judged(&expected))
    }

    fn expected(&self, leg: Vec<Leg>) -> Result<Expected, crate::calibrations::CalibrateError> {
        let procedure = Procedure { leg, ..self.question.terms.value.clone() };
        Expected::of(&self.question.rig.value, &procedure, &self.question.item.value)
    }

    /// The uncertainty of a calibration where the ocean is.
    pub fn judged(&self, expected: &Expected) -> Outcome {
        let first = self.places.first().copied().unwrap_or(Place {
            temperature_celsius: 0.0,
            salinity_practical: 35.0,
            pressure_mpa_sea: 0.0,
        });
        let mut largest = [(0.0_f64, first); 4];
        let mut squares = [0.0; 4];
        for place in &self.places {
            let found = expected.standard_uncertainties(place);
            for ((most, square), u) in largest.iter_mut().zip(&mut squares).zip(found) {
                *square += u * u;
                if COVERAGE_FACTOR * u > most.0 {
                    *most = (COVERAGE_FACTOR * u, *place);
                }
            }
        }
        let mean = squares.map(|square| COVERAGE_FACTOR * (square / self.count()).sqrt());
        let over = |criterion| {
            let figure = |quantity: usize| match criterion {
                Criterion::Worst => largest[quantity].0,
                Criterion::Mean => mean[quantity],
            };
            let targets = self.question.targets.iter();
            targets
                .map(|target| figure(target.quantity as usize) / target.expanded_uncertainty)
                .fold(0.0, f64::max)
        };
        let over_target = over(self.question.criterion);
        Outcome { over_target, mean_over_target: over(Criterion::Mean), largest }
    }

    #[expect(clippy::cast_precision_loss, reason = "some tens of places")]
    fn count(&self) -> f64 {
        self.places.len() as f64
    }

    /// Finds the plan. The stages say what each addition bought; the last is the plan.
    ///
    /// # Errors
    /// [`PlanError`] where the target cannot be reached, with the reason.
    pub fn plan(&self, workers: &mut impl Workers) -> Result<Vec<Stage>, PlanError> {
        let search = Search { judge: self, courses: &self.courses() };
        let first = search.first().ok_or_else(|| self.impossible())?;
        // As many points in the best places, whatever that costs: from there thrift may find what growth does not.
        let placed = exchange(&search, first.clone(), workers);
        self.check_floor(&placed, &search)?;
        let least = [first, placed.clone()].map(|design| thrift(&search, design, f64::INFINITY, workers));
        let cheapest = cheapest_of(least.into_iter()).ok_or_else(|| self.impossible())?;
        let mut stages = vec![search.stage("the least that the rules keep".to_owned(), &cheapest)];
        let steps = construct(&search, cheapest.clone(), 1.0, workers);
        for step in &steps {
            let added: Vec<String> = step.added.iter().map(|index| self.named(*index)).collect();
            stages.push(search.stage(format!("and {}", added.join(", ")), &step.valued));
        }
        let mut built = steps.into_iter().next_back().map_or(cheapest, |step| step.valued);
        if built.worth.uncertainty > 1.0 && placed.worth.uncertainty > 1.0 {
            built = exchange(&search, built, workers);
        }
        let thrifty = [built.clone(), placed.clone()].map(|design| thrift(&search, design, 1.0, workers));
        let reached = thrifty.into_iter().filter(|design| design.worth.uncertainty <= 1.0);
        let Some(best) = cheapest_of(reached) else { return Err(self.short([built, placed])) };
        stages.push(search.stage("exchanged for what takes less time".to_owned(), &best));
        Ok(stages.into_iter().flatten().collect())
    }

    /// A target is refused at once where shared errors alone exceed it in a design of the best places: more points lower
    /// everything else, and these hardly.
    fn check_floor(&self, placed: &Valued, search: &Search<'_>) -> Result<(), PlanError> {
        let course = search.courses.quickest(&placed.design);
        let Some(expected) = course.and_then(|course| self.expected(course.legs).ok()) else { return Ok(()) };
        let targets = self.question.targets.iter();
        let mut floors =
            targets.filter_map(|target| Floor::of(&expected, *target, self.question.criterion, &self.places));
        let refused = floors.find(|floor| floor.expanded_uncertainty >= floor.target.expanded_uncertainty);
        refused.map_or(Ok(()), |floor| Err(PlanError::OutOfReach(floor)))
    }

    fn short(&self, tried: [Valued; 2]) -> PlanError {
        let [one, other] = tried;
        let best = if other.worth.uncertainty < one.worth.uncertainty { other } else { one };
        let Worth { uncertainty: over, cost: hours } = best.worth;
        PlanError::Short { over, hours, reached: self.first_target() * over }
    }

    fn first_target(&self) -> f64 {
        self.question.targets.first().map_or(0.0, |target| target.expanded_uncertainty)
    }

    fn impossible(&self) -> PlanError {
        PlanError::Possible {
            rig: self.question.rig.value.name.clone(),
            item: self.question.item.value.name.clone(),
            found: format!("{} waters and pressures", self.candidates.list.len()),
            needed: rules::in_words(),
        }
    }

    fn named(&self, index: usize) -> String {
        let site =
            |number: usize| self.candidates.sites.get(number).map_or_else(String::new, ToString::to_string);
        match self.candidates.list.get(index) {
            Some(Candidate::Ambient(number)) => site(*number),
            Some(Candidate::Pressure(number, mpa)) => format!("{mpa} MPa at {}", site(*number)),
            None => String::new(),
        }
    }
}

fn cheapest_of(designs: impl Iterator<Item = Valued>) -> Option<Valued> {
    designs.reduce(|best, next| if next.worth.cost < best.worth.cost { next } else { best })
}

impl Search<'_> {
    fn stage(&self, change: String, valued: &Valued) -> Option<Stage> {
        let course = self.courses.quickest(&valued.design)?;
        let outcome = self.judge.outcome(course.legs.clone()).ok()?;
        Some(Stage { change, hours: course.hours, legs: course.legs, outcome })
    }

    /// A design that keeps the rules: one water of each temperature, of all salinities; two of them again; half the
    /// pressures in one water, the highest in another.
    fn first(&self) -> Option<Valued> {
        let Candidates { sites, list, .. } = &self.judge.candidates;
        let celsius = |site: usize| sites[site].temperature_celsius;
        let (mut surface, mut under, mut taken) = (Vec::new(), Vec::new(), Vec::new());
        for (index, candidate) in list.iter().enumerate() {
            match *candidate {
                Candidate::Ambient(site) => surface.push((site, index)),
                Candidate::Pressure(site, _) => under.push((site, index)),
            }
        }
        let alike =
            |one: &(usize, usize), other: &(usize, usize)| (celsius(one.0) - celsius(other.0)).abs() < 1.0;
        for fellows in surface.chunk_by(alike) {
            taken.push(fellows[MIXED[taken.len() % MIXED.len()] % fellows.len()].1);
        }
        taken.extend_from_within(..taken.len().min(2));
        let (first, last) = (under.first()?.0, under.last()?);
        let rising = under.iter().filter(|(site, _)| *site == first).map(|(_, index)| *index);
        taken.extend(rising.skip(1).step_by(2));
        taken.push(last.1);
        Valued::of(self, taken)
    }
}

impl Experiment for Search<'_> {
    fn candidates(&self) -> usize {
        self.judge.candidates.list.len()
    }

    fn cost(&self, design: &[usize]) -> Option<f64> {
        let course = self.courses.quickest(design)?;
        self.judge.rules.hold(&course.legs).then_some(course.hours)
    }

    fn uncertainty(&self, design: &[usize]) -> Option<f64> {
        let legs = self.courses.quickest(design)?.legs;
        let expected = self.judge.expected(legs).ok().filter(Expected::is_told_as_a_whole)?;
        Some(self.judge.judged(&expected).over_target)
    }
}
