# Changes of shares between two waves, by R's survey package.
#
# Run in tests/oracle:  Rscript r/shifts.R
# Makes data/wave_*.csv and data/panel_*.csv of the microdata in data/, reads them again, and
# writes out/shifts.csv (a change of each option) and out/shift_waves.csv (the two waves of it).

suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "fail", stringsAsFactors = FALSE)

# ---------------------------------------------------------------- the data

as_text <- function(name) read.csv(file.path("data", name), colClasses = "character")

save_csv <- function(rows, folder, name) {
  write.csv(rows, file.path(folder, name), row.names = FALSE, quote = FALSE, na = "", eol = "\n")
}

left_middle_right <- function(position) {
  position <- as.numeric(position)
  ifelse(position < 4, "left", ifelse(position == 4, "middle", "right"))
}

# Independent waves. Odd strata are wave 1 and even strata wave 2, so that each has strata and
# PSUs of its own; without strata, odd rows are wave 1 and even rows wave 2.

wave_of <- function(number) ifelse(as.integer(number) %% 2 == 1, 1, 2)
by_wave <- function(rows) rows[order(rows$wave), ]

nhanes <- as_text("nhanes.csv")
nhanes$id <- seq_len(nrow(nhanes))
save_csv(by_wave(data.frame(
  wave = wave_of(nhanes$SDMVSTRA), stratum = nhanes$SDMVSTRA, psu = nhanes$SDMVPSU,
  weight = nhanes$WTMEC2YR, chol = nhanes$HI_CHOL, race = nhanes$race
)), "data", "wave_nhanes.csv")

yrbs <- as_text("yrbs2015_qn8.csv")
yrbs <- yrbs[as.integer(yrbs$rowid) %% 3 == 0, ] # every third row
save_csv(by_wave(data.frame(
  wave = wave_of(yrbs$stratum), stratum = yrbs$stratum, psu = yrbs$psu,
  weight = yrbs$weight, qn8 = yrbs$qn8
)), "data", "wave_yrbs.csv")

anes <- as_text("anes96.csv")
anes$id <- as.integer(anes$rowid)
save_csv(by_wave(data.frame(
  wave = wave_of(anes$id), id = anes$id,
  self = left_middle_right(anes$selfLR),
  pid = as.integer(as.numeric(anes$PID)),
  vote = ifelse(as.numeric(anes$vote) == 0, "clinton", "dole")
)), "data", "wave_anes.csv")

# The same respondents in both waves. Every tenth takes no part in wave 2, and another tenth none
# in wave 1: such a respondent has no row in that wave.

takes_part <- function(id, wave) id %% 10 != (if (wave == 1) 4 else 0)

blank_where <- function(values, where) ifelse(where, "", values)

anes_wave <- function(wave) {
  place <- left_middle_right(if (wave == 1) anes$ClinLR else anes$DoleLR)
  party <- as.numeric(anes$PID) + 1 # 1 to 7, as selfLR
  side <- left_middle_right(if (wave == 1) anes$selfLR else party)
  silent <- if (wave == 1) anes$id %% 11 == 3 else anes$id %% 13 == 5
  weight <- 0.5 + as.numeric(anes$educ) / 4
  own <- if (wave == 1) weight else 0.5 + as.numeric(anes$income) / 16
  rows <- data.frame(
    wave = wave, id = anes$id, weight = weight, own_weight = own,
    place = place, side = side, partly = blank_where(place, silent)
  )
  rows[takes_part(rows$id, wave), ]
}
save_csv(rbind(anes_wave(1), anes_wave(2)), "data", "panel_anes.csv")

# HI_CHOL is wave 1; wave 2 turns it round for race 4 and for every 11th respondent. It is blank
# where HI_CHOL is. In `gap`, nobody of PSU 3 of stratum 86 answers in wave 2.
third <- nhanes[nhanes$id %% 3 == 1, ]

nhanes_wave <- function(wave) {
  turned <- wave == 2 & (third$race == "4" | third$id %% 11 == 0)
  chol <- ifelse(turned & third$HI_CHOL != "", 1 - as.integer(third$HI_CHOL), third$HI_CHOL)
  lost <- wave == 2 & third$SDMVSTRA == "86" & third$SDMVPSU == "3"
  rows <- data.frame(
    wave = wave, id = third$id, stratum = third$SDMVSTRA, psu = third$SDMVPSU,
    weight = third$WTMEC2YR, chol = chol, gap = blank_where(chol, lost)
  )
  rows[takes_part(rows$id, wave), ]
}
save_csv(rbind(nhanes_wave(1), nhanes_wave(2)), "data", "panel_nhanes.csv")

# ---------------------------------------------------------------- the results

load_csv <- function(name, item) {
  rows <- read.csv(file.path("data", paste0(name, ".csv")), na.strings = "")
  rows$y <- factor(rows[[item]])
  stopifnot(all(table(rows$wave, rows$y) > 0)) # every option has answers in both waves
  rows
}

digits <- function(number) ifelse(is.na(number), "", sprintf("%.17g", number))

shifts <- list()
waves <- list()

# One change: `from` and `to` hold share, se, n, dof of the two waves, of all options.
record <- function(case, design, options, from, to, se, dof, cov, n_both, dof_base) {
  shift <- to$share - from$share
  reach <- qt(0.975, dof) * se
  shifts[[length(shifts) + 1]] <<- data.frame(
    case, design, option = options,
    share_from = digits(from$share), share_to = digits(to$share), shift = digits(shift),
    se = digits(se), dof = digits(dof), p = digits(2 * pt(-abs(shift / se), dof)),
    low = digits(shift - reach), high = digits(shift + reach), cov = digits(cov)
  )
  waves[[length(waves) + 1]] <<- data.frame(
    case, design, option = options,
    n_from = from$n, n_to = to$n, n_both = ifelse(is.na(n_both), "", n_both),
    se_from = digits(from$se), se_to = digits(to$se),
    dof_from = from$dof, dof_to = to$dof, dof_base = ifelse(is.na(dof_base), "", dof_base)
  )
}

one_wave <- function(design) {
  mean <- svymean(~y, design, na.rm = TRUE)
  base <- subset(design, !is.na(y))
  list(
    share = unname(coef(mean)), se = unname(SE(mean)),
    n = nrow(base$variables), dof = degf(base)
  )
}

independent <- function(name, item, design, make) {
  rows <- load_csv(name, item)
  from <- one_wave(make(rows[rows$wave == 1, ]))
  to <- one_wave(make(rows[rows$wave == 2, ]))
  se <- sqrt(from$se^2 + to$se^2)
  dof <- se^4 / (from$se^4 / from$dof + to$se^4 / to$dof)
  record(paste(name, item, sep = "."), design, levels(rows$y), from, to, se, dof, NA, NA, NA)
}

panel <- function(name, item, design, make, check = check_by_hand) {
  rows <- load_csv(name, item)
  stacked <- make(rows)
  # survey 4.1 has no covmat with na.rm: the answers are a domain of the design, as na.rm makes it
  answering <- subset(stacked, !is.na(y))
  means <- svyby(~y, ~wave, answering, svymean, covmat = TRUE)
  stopifnot(identical(as.character(means$wave), c("1", "2")))
  options <- levels(rows$y)
  value <- function(wave, option) paste0(wave, ":y", option)
  V <- vcov(means)
  at <- function(wave) {
    here <- value(wave, options)
    base <- subset(make(rows[rows$wave == wave, ]), !is.na(y))
    list(
      share = unname(coef(means)[here]), se = unname(sqrt(diag(V)[here])),
      n = nrow(base$variables), dof = degf(base)
    )
  }
  from <- at(1)
  to <- at(2)
  found <- lapply(options, function(option) {
    weights <- setNames(c(-1, 1), c(value(1, option), value(2, option)))
    change <- svycontrast(means, weights)
    c(coef(change), SE(change), V[value(1, option), value(2, option)])
  })
  se <- sapply(found, `[`, 2)
  check(stacked, options, sapply(found, `[`, 1), se)
  answered <- split(rows$id[!is.na(rows$y)], rows$wave[!is.na(rows$y)])
  record(
    paste(name, item, sep = "."), design, options, from, to, se, degf(stacked),
    sapply(found, `[`, 3), length(intersect(answered[["1"]], answered[["2"]])), degf(answering)
  )
}

# The same change as a total of its linearised values, without svyby.
check_by_hand <- function(stacked, options, shift, se) {
  rows <- stacked$variables
  w <- weights(stacked, "sampling")
  for (k in seq_along(options)) {
    score <- numeric(nrow(rows))
    share <- numeric(2)
    for (wave in 1:2) {
      base <- rows$wave == wave & !is.na(rows$y)
      hit <- as.numeric(rows$y[base] == options[k])
      share[wave] <- sum(w[base] * hit) / sum(w[base])
      score[base] <- c(-1, 1)[wave] * (hit - share[wave]) / sum(w[base])
    }
    total <- svytotal(~score, update(stacked, score = score))
    stopifnot(
      isTRUE(all.equal(unname(shift[k]), share[2] - share[1], tolerance = 1e-10)),
      isTRUE(all.equal(unname(se[k]), unname(SE(total)[1]), tolerance = 1e-10))
    )
  }
}

# The same change under each replicate weight, one after another.
check_by_replicate <- function(stacked, options, shift, se) {
  rows <- stacked$variables
  change <- function(w, option) {
    share <- sapply(1:2, function(wave) {
      base <- rows$wave == wave & !is.na(rows$y)
      sum(w[base & rows$y == option], na.rm = TRUE) / sum(w[base])
    })
    share[2] - share[1]
  }
  replicates <- weights(stacked, "analysis")
  for (k in seq_along(options)) {
    whole <- change(weights(stacked, "sampling"), options[k])
    found <- apply(replicates, 2, change, option = options[k])
    centre <- if (stacked$mse) whole else mean(found)
    variance <- stacked$scale * sum(stacked$rscales * (found - centre)^2)
    stopifnot(
      isTRUE(all.equal(unname(shift[k]), whole, tolerance = 1e-10)),
      isTRUE(all.equal(unname(se[k]), sqrt(variance), tolerance = 1e-10))
    )
  }
}

# Replicate weights made of the id alone, so that no file of weights is needed.
sign8 <- matrix(1, 1, 1)
for (i in 1:3) sign8 <- rbind(cbind(sign8, sign8), cbind(sign8, -sign8)) # Sylvester's Hadamard matrix

factors <- list(
  JK1 = function(id) sapply(0:19, function(r) ifelse(id %/% 7 %% 20 == r, 0, 20 / 19)),
  Fay = function(id) {
    half <- sapply(1:8, function(r) (sign8[id %% 7 + 2, r] > 0) == (id %/% 7 %% 2 == 0))
    0.3 + (2 - 2 * 0.3) * half
  },
  bootstrap = function(id) sapply(1:25, function(r) (id * id + id * r) %% 101 %% 3)
)

replicated <- function(type, mse) {
  function(rows) {
    arguments <- list(
      repweights = rows$weight * factors[[type]](rows$id), weights = rows$weight, data = rows,
      type = type, combined.weights = TRUE, mse = mse
    )
    if (type == "Fay") arguments$rho <- 0.3
    if (type == "JK1") arguments$scale <- 19 / 20
    do.call(svrepdesign, arguments)
  }
}

clusters <- function(rows) {
  svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, nest = TRUE, data = rows)
}
for (item in c("chol", "race")) {
  independent("wave_nhanes", item, "psu", clusters)
  independent("wave_nhanes", item, "weighted", function(rows) {
    svydesign(ids = ~1, weights = ~weight, data = rows)
  })
}
independent("wave_yrbs", "qn8", "psu", clusters)
for (item in c("self", "pid", "vote")) {
  independent("wave_anes", item, "unweighted", function(rows) {
    svydesign(ids = ~1, weights = ~1, data = rows)
  })
}

for (item in c("place", "side", "partly")) {
  panel("panel_anes", item, "id_unweighted", function(rows) {
    svydesign(ids = ~id, weights = ~1, data = rows)
  })
  panel("panel_anes", item, "id_weighted", function(rows) {
    svydesign(ids = ~id, weights = ~weight, data = rows)
  })
  panel("panel_anes", item, "id_own_weight", function(rows) {
    svydesign(ids = ~id, weights = ~own_weight, data = rows)
  })
}
for (item in c("place", "partly")) {
  for (type in names(factors)) for (mse in c(TRUE, FALSE)) {
    name <- paste0(type, if (mse) "" else "_mean")
    panel("panel_anes", item, name, replicated(type, mse), check_by_replicate)
  }
}
for (item in c("chol", "gap")) {
  panel("panel_nhanes", item, "psu", clusters)
  panel("panel_nhanes", item, "id_strata", function(rows) {
    svydesign(ids = ~id, strata = ~stratum, weights = ~weight, data = rows)
  })
}

save_csv(do.call(rbind, shifts), "out", "shifts.csv")
save_csv(do.call(rbind, waves), "out", "shift_waves.csv")
cat(R.version.string, ", survey ", as.character(packageVersion("survey")), "\n", sep = "")
