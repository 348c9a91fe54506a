# Direct standardisation, replicate weights, lonely units and tests of independence, by R's survey package.
#
# Run in tests/oracle:  Rscript r/statistics.R
# Reads data/, and writes out/standardised.csv, out/replicates_more.csv, out/lonely_more.csv and
# out/rao_scott_more.csv.

suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "fail", stringsAsFactors = FALSE, digits = 15)

as_text <- function(x) {
  if (!is.numeric(x)) return(x)
  ifelse(is.na(x), "", format(x, digits = 17, trim = TRUE))
}

save_csv <- function(rows, name) {
  rows[] <- lapply(rows, as_text)
  write.csv(rows, file.path("out", name), row.names = FALSE, quote = FALSE, na = "", eol = "\n")
}

anes <- read.csv("data/anes96.csv")
anes$edu3 <- ifelse(anes$educ <= 3, "HS-", ifelse(anes$educ == 4, "SomeColl", "Coll+"))
anes$party3 <- ifelse(anes$PID < 3, "Dem", ifelse(anes$PID == 3, "Ind", "Rep"))
anes$one <- 1
anes$weight <- 0.5 + anes$educ / 4
nhanes <- read.csv("data/nhanes.csv")
nhanes$race <- as.character(nhanes$race)
nhanes$sex <- as.character(nhanes$RIAGENDR)

# ---------------------------------------------------------------- direct standardisation

designs <- list(
  nhanes_psu = svydesign(id = ~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = nhanes),
  nhanes_wts = svydesign(id = ~1, weights = ~WTMEC2YR, data = nhanes),
  anes96_unw = svydesign(id = ~1, weights = ~one, data = anes)
)

# The shares of domains with their covariance: ratios of totals. (svyby has none of a
# post-stratified design.) The standard errors are those of svyby.
shares <- function(design, over, y) {
  groups <- sort(unique(design$variables[[over]]))
  for (d in seq_along(groups)) {
    here <- as.numeric(design$variables[[over]] == groups[d])
    design$variables[[paste0("b", d)]] <- here
    design$variables[[paste0("y", d)]] <- here * design$variables[[y]]
  }
  place <- seq_along(groups)
  totals <- svytotal(make.formula(c(paste0("b", place), paste0("y", place))), design)
  share <- lapply(place, function(d) parse(text = sprintf("y%d / b%d", d, d))[[1]])
  names(share) <- groups
  found <- svycontrast(totals, share)
  usual <- svyby(make.formula(y), make.formula(over), design, svymean)
  stopifnot(
    all.equal(unname(coef(found)), unname(coef(usual)), tolerance = 1e-12),
    all.equal(unname(SE(found)), unname(SE(usual)), tolerance = 1e-10)
  )
  found
}

# A composition is a constant to svystandardize, be it given or that of the pooled sample.
standardised <- function(name, over, cells, y, composition) {
  design <- designs[[name]]
  design <- design[!is.na(design$variables[[y]]), ]
  by <- make.formula(cells)
  domain <- make.formula(over)
  known <- svytable(by, design)
  population <- if (is.null(composition)) as.vector(known) / sum(known) else composition
  crude <- shares(design, over, y)
  adjusted <- shares(svystandardize(design, by, domain, population), over, y)
  groups <- names(coef(crude))
  rows <- NULL
  for (i in seq_along(groups)) for (j in seq_along(groups)) {
    rows <- rbind(rows, data.frame(
      design = name, over = over, cells = cells, y = y,
      composition = if (is.null(composition)) "pooled" else paste(composition, collapse = " "),
      first = groups[i], second = groups[j],
      crude = coef(crude)[[i]], crude_cov = vcov(crude)[i, j],
      adjusted = coef(adjusted)[[i]], adjusted_cov = vcov(adjusted)[i, j]
    ))
  }
  rows
}

# The pooled composition as an estimate of its own: the standardised share is then the function
# sum over cells k of (weight of k / all weight) * (weight of the domain's yes in k / its weight in k).
estimated <- function(name, over, cells, y) {
  design <- designs[[name]]
  design <- design[!is.na(design$variables[[y]]), ]
  v <- design$variables
  groups <- sort(unique(v[[over]])); parts <- sort(unique(v[[cells]]))
  for (d in seq_along(groups)) for (k in seq_along(parts)) {
    here <- as.numeric(v[[over]] == groups[d] & v[[cells]] == parts[k])
    design$variables[[paste0("b", d, "_", k)]] <- here
    design$variables[[paste0("y", d, "_", k)]] <- here * v[[y]]
  }
  place <- expand.grid(k = seq_along(parts), d = seq_along(groups))
  b <- paste0("b", place$d, "_", place$k); yes <- paste0("y", place$d, "_", place$k)
  totals <- svytotal(make.formula(c(b, yes)), design)
  all <- paste(b, collapse = " + ")
  share <- lapply(seq_along(groups), function(d) parse(text = paste(sapply(seq_along(parts), function(k) {
    cell <- paste(b[place$k == k], collapse = " + ")
    sprintf("(%s) / (%s) * y%d_%d / b%d_%d", cell, all, d, k, d, k)
  }), collapse = " + "))[[1]])
  names(share) <- groups
  found <- svycontrast(totals, share)
  V <- vcov(found)
  rows <- NULL
  for (i in seq_along(groups)) for (j in seq_along(groups)) {
    rows <- rbind(rows, data.frame(
      design = name, over = over, cells = cells, y = y, composition = "estimated",
      first = groups[i], second = groups[j], crude = NA, crude_cov = NA,
      adjusted = coef(found)[[i]], adjusted_cov = V[i, j]
    ))
  }
  rows
}

save_csv(rbind(
  standardised("nhanes_psu", "race", "agecat", "HI_CHOL", NULL),
  standardised("nhanes_psu", "race", "agecat", "HI_CHOL", c(0.1, 0.4, 0.3, 0.2)),
  standardised("nhanes_psu", "sex", "race", "HI_CHOL", NULL),
  standardised("nhanes_wts", "sex", "agecat", "HI_CHOL", c(0.25, 0.25, 0.25, 0.25)),
  standardised("anes96_unw", "edu3", "party3", "vote", NULL),
  estimated("nhanes_psu", "race", "agecat", "HI_CHOL"),
  estimated("anes96_unw", "edu3", "party3", "vote")
), "standardised.csv")

# ---------------------------------------------------------------- replicate weights

# Made of the row's number alone, so that no file of weights is needed. Rows are numbered from 0.
number <- seq_len(nrow(anes)) - 1
sign8 <- matrix(1, 1, 1)
for (i in 1:3) sign8 <- rbind(cbind(sign8, sign8), cbind(sign8, -sign8)) # Sylvester's Hadamard matrix
stratum <- number %% 7; half <- (number %/% 7) %% 2
halves <- sapply(1:8, function(r) ifelse((sign8[stratum + 2, r] > 0) == (half == 0), 1, 0))
factors <- list(
  JK1 = sapply(0:19, function(r) ifelse(number %% 20 == r, 0, 20 / 19)),
  BRR = 2 * halves,
  Fay = 0.3 + (2 - 2 * 0.3) * halves,
  bootstrap = sapply(1:25, function(r) ((number * number + number * r) %% 101) %% 3)
)
make <- function(type, mse) {
  weights <- anes$weight * factors[[type]]
  arguments <- list(
    repweights = weights, weights = anes$weight, data = anes, type = type,
    combined.weights = TRUE, mse = mse
  )
  if (type == "Fay") arguments$rho <- 0.3
  if (type == "JK1") arguments$scale <- 19 / 20
  do.call(svrepdesign, arguments)
}
rows <- NULL
for (type in names(factors)) for (mse in c(TRUE, FALSE)) {
  design <- make(type, mse)
  whole <- svymean(~party3, design)
  dem <- svymean(~vote, subset(design, party3 == "Dem"))
  lead <- svycontrast(whole, c(1, 0, -1))
  rows <- rbind(rows,
    data.frame(type, mse, what = sub("party3", "", names(coef(whole))), p = as.vector(coef(whole)),
               se = as.vector(SE(whole)), scale = design$scale, df = degf(design)),
    data.frame(type, mse, what = "lead", p = as.vector(coef(lead)), se = as.vector(SE(lead)),
               scale = design$scale, df = degf(design)),
    data.frame(type, mse, what = "vote_of_Dem", p = as.vector(coef(dem)), se = as.vector(SE(dem)),
               scale = design$scale, df = degf(subset(design, party3 == "Dem")))
  )
}
save_csv(rows, "replicates_more.csv")

# ---------------------------------------------------------------- lonely units

# Five strata by the number of the row, and four respondents (902, 913, 924, 935) who are alone in theirs.
anes$stratum <- ifelse(number >= 900 & number %% 11 == 0, 1000 + number, number %% 5)
anes$N <- 4000
rows <- NULL
for (lonely in c("remove", "adjust")) {
  options(survey.lonely.psu = lonely)
  for (finite in c(FALSE, TRUE)) {
    design <- svydesign(id = ~1, strata = ~stratum, weights = ~weight, data = anes)
    if (finite) { # the same sampling fraction everywhere
      anes$fraction <- nrow(anes) / anes$N
      design <- svydesign(id = ~1, strata = ~stratum, weights = ~weight, data = anes, fpc = ~fraction)
    }
    whole <- svymean(~party3, design)
    dem <- svymean(~vote, subset(design, party3 == "Dem"))
    rows <- rbind(rows,
      data.frame(lonely, finite, what = sub("party3", "", names(coef(whole))),
                 p = as.vector(coef(whole)), se = as.vector(SE(whole)), df = degf(design)),
      data.frame(lonely, finite, what = "vote_of_Dem", p = as.vector(coef(dem)),
                 se = as.vector(SE(dem)), df = degf(subset(design, party3 == "Dem")))
    )
  }
}
save_csv(rows, "lonely_more.csv")

# ---------------------------------------------------------------- independence with empty cells

options(survey.lonely.psu = "fail")
anes$stratum <- number %% 5
anes$block <- number %/% 20
independent <- list(
  weighted = svydesign(id = ~1, weights = ~weight, data = anes),
  strata = svydesign(id = ~1, strata = ~stratum, weights = ~weight, data = anes),
  blocks = svydesign(id = ~block, weights = ~weight, data = anes)
)
rows <- NULL
for (name in names(independent)) for (col in c("PID", "selfLR")) for (who in c("all", "Dole")) {
  design <- independent[[name]]
  if (who == "Dole") design <- subset(design, vote == 1)
  test <- tryCatch(
    svychisq(make.formula(c("educ", col)), design, statistic = "F"),
    error = function(problem) list(statistic = NA, parameter = c(NA, NA), p.value = NA) # singular
  )
  rows <- rbind(rows, data.frame(
    design = name, row = "educ", col = col, who = who, n = nrow(design), dof = degf(design),
    F = as.vector(test$statistic), ndf = test$parameter[[1]], ddf = test$parameter[[2]],
    p = as.vector(test$p.value)
  ))
}
save_csv(rows, "rao_scott_more.csv")
