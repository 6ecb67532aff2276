# Money is whole cents; halves are rounded up.
function cents(amount) { return int(amount * 100 + 0.5) }
