# Shares of the first item with standard errors, by country: what kcli's compare of one item does.
library(survey)
path <- commandArgs(trailingOnly = TRUE)[1]
header <- strsplit(readLines(path, 1), ",")[[1]]
kept <- c("country", "weight", "stratum", "psu", "q01")
classes <- rep("NULL", length(header))
classes[header %in% kept] <- NA
rows <- read.csv(path, colClasses = classes)
rows <- rows[!is.na(rows$q01), ]
rows$q01 <- factor(rows$q01)
design <- svydesign(~psu, strata = ~stratum, weights = ~weight, data = rows, nest = TRUE)
found <- svyby(~q01, ~country, design, svymean)
cat(nrow(found), "\n")
