//! The cheapest way through places that must all be visited: cheapest insertion, then moves and reversals of stretches.

/// An order of `count` places whose cost is near the least.
///
/// `cost` is that of going from a place, or from the start where there is none, to another; it need not be the same both
/// ways. The same costs give the same order.
pub fn shortest_order(count: usize, cost: impl Fn(Option<usize>, usize) -> f64) -> Vec<usize> {
    let length = |order: &[usize]| -> f64 {
        let before = std::iter::once(None).chain(order.iter().map(|place| Some(*place)));
        before.zip(order).map(|(from, to)| cost(from, *to)).sum()
    };
    let mut order: Vec<usize> = Vec::with_capacity(count);
    for place in 0..count {
        let inserted = (0..=order.len()).map(|at| {
            let mut longer = order.clone();
            longer.insert(at, place);
            longer
        });
        order = cheapest(inserted, &length).map_or_else(|| vec![place], |(best, _)| best);
    }
    let mut best = length(&order);
    while let Some((next, shorter)) = cheapest(neighbours(&order), &length) {
        if shorter >= best - 1e-9 * best.abs() {
            break;
        }
        (order, best) = (next, shorter);
    }
    order
}

fn cheapest(
    orders: impl Iterator<Item = Vec<usize>>,
    length: &impl Fn(&[usize]) -> f64,
) -> Option<(Vec<usize>, f64)> {
    let measured = orders.map(|order| {
        let cost = length(&order);
        (order, cost)
    });
    measured.reduce(|best, next| if next.1 < best.1 { next } else { best })
}

/// Every order that differs by one reversed stretch or by one place moved elsewhere.
fn neighbours(order: &[usize]) -> impl Iterator<Item = Vec<usize>> + '_ {
    let size = order.len();
    let reversed = (0..size).flat_map(move |from| {
        (from + 2..=size).map(move |until| {
            let mut next = order.to_vec();
            next[from..until].reverse();
            next
        })
    });
    let moved = (0..size).flat_map(move |from| {
        (0..size).filter(move |to| *to != from).map(move |to| {
            let mut next = order.to_vec();
            let place = next.remove(from);
            next.insert(to, place);
            next
        })
    });
    reversed.chain(moved)
}
