//! Figures, as a table for people.

/// One line of the table.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) unit: Unit,
    /// What was measured, and the floor of the same run.
    pub(crate) samples: Vec<Sample>,
    /// What the floor is.
    pub(crate) floor: &'static str,
    pub(crate) goal: Goal,
}

/// One run's figure, and the figure that it is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sample {
    pub(crate) measured: f64,
    pub(crate) floor: Option<f64>,
}

#[derive(Clone, Copy)]
pub(crate) enum Unit {
    Milliseconds,
    Megabytes,
}

/// What a figure should be. Nothing fails where it is missed.
#[derive(Clone, Copy)]
pub(crate) enum Goal {
    None,
    Ratio(f64),
    Value(f64),
}

pub(crate) const HEAD: &str =
    "                                                        measured       floor  ratio    goal";

impl Sample {
    pub(crate) fn alone(measured: f64) -> Self {
        Self { measured, floor: None }
    }

    pub(crate) fn over(measured: f64, floor: f64) -> Self {
        Self { measured, floor: Some(floor) }
    }

    fn ratio(&self) -> Option<f64> {
        self.floor.map(|it| self.measured / it)
    }
}

/// The one in the middle: figure and floor stay those of one run.
fn median(samples: &[Sample]) -> Sample {
    let mut sorted = samples.to_vec();
    let rank = |it: &Sample| it.ratio().unwrap_or(it.measured);
    sorted.sort_by(|it, other| rank(it).total_cmp(&rank(other)));
    sorted[sorted.len() / 2]
}

impl std::fmt::Display for Row {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let middle = median(&self.samples);
        let unit = match self.unit {
            Unit::Milliseconds => "ms",
            Unit::Megabytes => "MB",
        };
        write!(out, "{:52} {:9.1} {unit}", self.name, middle.measured)?;
        match middle.floor.zip(middle.ratio()) {
            Some((floor, ratio)) => write!(out, " {floor:8.1} {unit} {ratio:6.2}")?,
            None => write!(out, "{:19}", "")?,
        }
        let (limit, figure) = match self.goal {
            Goal::None => return write!(out, "{:14}  {}", "", self.floor),
            Goal::Ratio(limit) => (limit, middle.ratio().unwrap_or(f64::INFINITY)),
            Goal::Value(limit) => (limit, middle.measured),
        };
        let word = if figure <= limit { "met" } else { "missed" };
        write!(out, " ≤ {limit:<5} {word:6}  {}", self.floor)
    }
}

#[test]
fn the_middle_is_one_run() {
    let samples = [(9.0, 3.0), (2.0, 2.0), (8.0, 4.0)].map(|it| Sample::over(it.0, it.1));
    assert_eq!(median(&samples), samples[2]);
}

#[test]
fn a_goal_is_met_up_to_its_limit() {
    let row = |measured| Row {
        name: "name".to_owned(),
        unit: Unit::Milliseconds,
        samples: vec![Sample::over(measured, 10.0)],
        floor: "floor",
        goal: Goal::Ratio(0.5),
    };
    assert!(row(5.0).to_string().ends_with("0.50 ≤ 0.5   met     floor"), "{}", row(5.0));
    assert!(row(5.1).to_string().contains("missed"), "{}", row(5.1));
}
