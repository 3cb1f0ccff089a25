package dev.sluice.catalog;

import java.util.Currency;

/** What the schema cannot say of a product. */
final class ProductCheck {
    private final Problems problems;

    ProductCheck(Problems problems) {
        this.problems = problems;
    }

    void check(ProductFolder product) {
        Node currency = product.product().node().at("currency");
        currency.text().filter(code -> code.matches("[A-Z]{3}")).ifPresent(code -> {
            try {
                Currency.getInstance(code);
            } catch (IllegalArgumentException e) {
                problems.add(currency.problem(
                        "`currency` is " + Words.quote(code) + ", expected a currency of ISO 4217, such as USD"));
            }
        });
        Node region = product.defaultRegion();
        region.text().ifPresent(name -> new GuardrailCheck(product.guardrails(), problems).region(region, name));
    }
}
