function shipping(total) { return total >= setting["free_shipping_from"] ? 0 : setting["shipping"] }
