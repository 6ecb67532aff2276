function discount(total, coupon) { return coupon == "TENOFF" ? int(total / 10) : 0 }
