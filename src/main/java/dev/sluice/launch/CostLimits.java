package dev.sluice.launch;

import dev.sluice.batch.JobSpec;
import dev.sluice.catalog.Client;
import dev.sluice.catalog.Product;
import dev.sluice.cost.Costs;
import dev.sluice.cost.Quote;
import dev.sluice.run.Failure;
import dev.sluice.run.FailureKind;
import dev.sluice.run.Money;
import dev.sluice.run.Planned;
import dev.sluice.run.Run;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says what a planned run may cost, and holds that against the limits of its product and its client. Makes no call. */
@ApplicationScoped
class CostLimits {
    private static final String SET_THE_PRICE =
            "Give the price in the file that sluice.prices names, or use a machine and a region that have one.";

    private final Costs costs;
    private final ClientUsage usage;

    CostLimits(Costs costs, ClientUsage usage) {
        this.costs = costs;
        this.usage = usage;
    }

    /** The plan with its estimate, counted against the client's day; or why the run may not be. */
    Plan within(Run draft, Product product, Client client, Planned plan) {
        String currency = product.currency().getCurrencyCode();
        Quote first = costs.estimate(plan.first(), currency);
        return tooDear(draft, product, plan)
                .or(() -> overBudget(draft, client, first, currency))
                .<Plan>map(Plan.Refuse::new)
                .orElseGet(() -> new Plan.Go(plan.estimated(first.amount())));
    }

    /** A later attempt may stand in a dearer place, and nobody is asked then: the dearest one counts. */
    private Optional<Failure> tooDear(Run draft, Product product, Planned plan) {
        String currency = product.currency().getCurrencyCode();
        return product.guardrails().maxCostPerRun().flatMap(most -> {
            String limit =
                    "guardrails.maxCostPerRun of product %s is %s".formatted(product.name(), new Money(most, currency));
            List<Quote> quotes = attempts(plan)
                    .map(job -> costs.estimate(job, currency))
                    .distinct()
                    .toList();
            return quotes.stream()
                    .filter(quote -> quote.amount().isEmpty())
                    .findFirst()
                    .map(quote -> unknown(FailureKind.GUARDRAIL, draft, quote, limit))
                    .or(() -> dearest(quotes)
                            .filter(quote -> amount(quote).compareTo(most) > 0)
                            .map(quote -> tooDear(draft, quote, limit)));
        });
    }

    private static Stream<JobSpec> attempts(Planned plan) {
        return Stream.concat(Stream.of(plan.first()), plan.reserve().next().stream());
    }

    private static Optional<Quote> dearest(List<Quote> quotes) {
        return quotes.stream().max(Comparator.comparing(CostLimits::amount));
    }

    private static BigDecimal amount(Quote quote) {
        return quote.amount().orElseThrow().amount();
    }

    private static Failure tooDear(Run draft, Quote quote, String limit) {
        return Failure.of(
                FailureKind.GUARDRAIL,
                "an attempt could cost %s (%s, each task once to its time limit), and %s"
                        .formatted(quote.amount().orElseThrow(), what(draft, quote), limit),
                "Make the template's machine, time limit or number of tasks smaller, or raise the limit in the product's file.");
    }

    private Optional<Failure> overBudget(Run draft, Client client, Quote quote, String currency) {
        return client.limits().dailyBudget().flatMap(amount -> {
            Money budget = new Money(amount, currency);
            String limit = "limits.dailyBudget of client %s is %s".formatted(client.ref(), budget);
            return quote.amount()
                    .map(estimate -> overBudget(draft, client, quote, estimate, budget))
                    .orElseGet(() -> Optional.of(unknown(FailureKind.BUDGET, draft, quote, limit)));
        });
    }

    private Optional<Failure> overBudget(Run draft, Client client, Quote quote, Money estimate, Money budget) {
        boolean counted = usage.reserve(client, draft.key(), Optional.of(estimate), now -> !left(now, budget)
                .minus(estimate)
                .isNegative());
        return counted ? Optional.empty() : Optional.of(overBudget(draft, client, quote, budget));
    }

    private Failure overBudget(Run draft, Client client, Quote quote, Money budget) {
        Usage now = usage.of(client, draft.id().day());
        Money left = left(now, budget);
        return Failure.of(
                FailureKind.BUDGET,
                "the run could cost %s (%s), and %s is left of client %s's dailyBudget of %s for %s (UTC): %s is spent, %s is reserved for open runs"
                        .formatted(
                                quote.amount().orElseThrow(),
                                what(draft, quote),
                                left.isNegative() ? Money.zero(budget.currency()) : left,
                                client.ref(),
                                budget,
                                draft.id().day(),
                                now.spent(budget.currency()),
                                now.reserved(budget.currency())),
                "Start it again when open runs have ended for less than is reserved for them, or raise limits.dailyBudget in the"
                        + " client's file; inputs of another day have a budget of their own.");
    }

    private static Money left(Usage now, Money budget) {
        return budget.minus(now.spent(budget.currency())).minus(now.reserved(budget.currency()));
    }

    private static Failure unknown(FailureKind kind, Run draft, Quote quote, String limit) {
        return Failure.of(
                kind,
                "what the run could cost is not known (%s: %s), and %s"
                        .formatted(what(draft, quote), String.join("; ", quote.unknown()), limit),
                SET_THE_PRICE);
    }

    private static String what(Run draft, Quote quote) {
        return draft.template().map(name -> "template " + name + " on ").orElse("") + quote.machine();
    }
}
