function tax(total, country) { return int(total * rate(country) / 100 + 0.5) }
function rate(country) { return country == "DE" ? 19 : country == "FR" ? 20 : 0 }
