//! A plan for people and for programs: what each hour buys, the legs, and how customary procedures compare.

use super::expected::Quantity;
use super::search::{Criterion, Outcome, Question, Stage, Target};
use anyhow::Context as _;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;

/// A procedure that somebody would otherwise have run.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Its file.
    pub name: String,
    /// Its points.
    pub points: usize,
    /// Chamber hours of its rehearsal.
    pub hours: f64,
    /// What comes of it.
    pub outcome: Outcome,
}

impl Comparison {
    /// To be as good as this one in salinity.
    pub fn salinity_target(&self) -> Target {
        let [.., (expanded_uncertainty, _)] = self.outcome.largest;
        Target { quantity: Quantity::Salinity, expanded_uncertainty }
    }
}

/// All that is to be told.
pub struct Report<'a> {
    /// What was asked.
    pub question: &'a Question,
    /// From the first design to the plan.
    pub stages: &'a [Stage],
    /// Chamber hours of a rehearsal of the whole plan.
    pub hours: f64,
    /// Customary procedures.
    pub against: &'a [Comparison],
}

impl Report<'_> {
    /// For people. `output` is where the procedure went.
    pub fn table(&self, output: Option<&Path>) -> String {
        let mut text = String::new();
        let mut line = |arguments: std::fmt::Arguments<'_>| {
            // Writing to a String cannot fail.
            writeln!(text, "{arguments}").ok();
        };
        line(format_args!("{}", self.question.targets_in_words()));
        let shown = self.shown();
        let heads: String =
            shown.iter().map(|quantity| format!("{:>13}", format!("U {}", quantity.name()))).collect();
        line(format_args!("\n{:>7}{heads}  what is bought", "hours"));
        for stage in self.stages {
            line(format_args!("{:>7.1}{}  {}", stage.hours, self.columns(&stage.outcome), stage.change));
        }
        if let Some(plan) = self.stages.last() {
            let points: usize = plan.legs.iter().map(|leg| leg.pressures_mpa_sea.len()).sum();
            line(format_args!(
                "\nplan: {} legs, {points} points, {:.1} h rehearsed as a whole; worst: {}",
                plan.legs.len(),
                self.hours,
                self.worst(&plan.outcome)
            ));
            for (number, leg) in plan.legs.iter().enumerate() {
                let pressures: Vec<String> = leg.pressures_mpa_sea.iter().map(f64::to_string).collect();
                line(format_args!("  {:>2}  {:<28} {}", number + 1, leg.name, pressures.join(" ")));
            }
        }
        if !self.against.is_empty() {
            line(format_args!("\n{:>7}{heads}  compared with", "hours"));
        }
        for one in self.against {
            let columns = self.columns(&one.outcome);
            line(format_args!("{:>7.1}{columns}  {} ({} points)", one.hours, one.name, one.points));
        }
        if let Some(path) = output {
            line(format_args!("\n{}", path.display()));
        }
        text
    }

    /// For programs.
    ///
    /// # Errors
    /// None in practice: only finite numbers and text are written.
    pub fn json(&self) -> anyhow::Result<String> {
        let stages: Vec<Value> = self
            .stages
            .iter()
            .map(|stage| json!({"change": stage.change, "hours": stage.hours, "expanded_uncertainty": outcome(&stage.outcome)}))
            .collect();
        let legs: Vec<Value> =
            self.stages.last().map_or(&[][..], |plan| &plan.legs).iter().map(|leg| json!(leg)).collect();
        let against: Vec<Value> = self
            .against
            .iter()
            .map(|one| json!({"procedure": one.name, "points": one.points, "hours": one.hours, "expanded_uncertainty": outcome(&one.outcome)}))
            .collect();
        let targets = self.question.targets.iter().map(|target| {
            (
                target.quantity.name().to_owned(),
                json!({"expanded_uncertainty": target.expanded_uncertainty, "unit": target.quantity.unit()}),
            )
        });
        let over = match self.question.criterion {
            Criterion::Worst => "worst",
            Criterion::Mean => "mean",
        };
        let all = json!({
            "item": self.question.item.value.name,
            "rig": self.question.rig.value.name,
            "targets": targets.collect::<serde_json::Map<String, Value>>(),
            "over": over,
            "hours": self.hours,
            "legs": legs,
            "stages": stages,
            "against": against,
        });
        Ok(serde_json::to_string_pretty(&all).context("the plan cannot be written as JSON")? + "\n")
    }

    /// Quantities with a column: salinity, and those that are asked for.
    fn shown(&self) -> Vec<Quantity> {
        let asked =
            |quantity: &Quantity| self.question.targets.iter().any(|target| target.quantity == *quantity);
        Quantity::ALL
            .into_iter()
            .filter(|quantity| *quantity == Quantity::Salinity || asked(quantity))
            .collect()
    }

    fn columns(&self, outcome: &Outcome) -> String {
        self.shown()
            .iter()
            .map(|quantity| format!("{:>13.2e}", outcome.largest[*quantity as usize].0))
            .collect()
    }

    fn worst(&self, outcome: &Outcome) -> String {
        let at =
            |quantity: &Quantity| format!("{} at {}", quantity.name(), outcome.largest[*quantity as usize].1);
        self.shown().iter().map(at).collect::<Vec<_>>().join("; ")
    }
}

fn outcome(outcome: &Outcome) -> Value {
    let rows = Quantity::ALL.iter().zip(&outcome.largest).map(|(quantity, (largest, place))| {
        let at = json!({
            "temperature_celsius": place.temperature_celsius,
            "salinity_practical": place.salinity_practical,
            "pressure_mpa_sea": place.pressure_mpa_sea,
        });
        (quantity.name().to_owned(), json!({"largest": largest, "unit": quantity.unit(), "at": at}))
    });
    Value::Object(rows.collect())
}
