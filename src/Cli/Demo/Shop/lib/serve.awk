BEGIN { while ((getline line < settings) > 0) { split(line, pair, "="); setting[pair[1]] = pair[2] } }
NF >= 4 { print $1, serve($2, $3, $4, $5) }
function serve(quantity, price, country, coupon,    total) {
  if (quantity <= 0) return "400 0"
  total = cents(quantity * price)
  total = total - discount(total, coupon)
  return "200 " (total + tax(total, country) + shipping(total))
}
