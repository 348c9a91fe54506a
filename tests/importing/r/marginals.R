# How often each value stands in each column of foreign files, as R reads them.
# Rscript marginals.R FILE... > ../data/marginals.csv
suppressPackageStartupMessages(library(haven))
code <- function(x) {
  if (is.character(x)) return(x)
  tagged <- rep(NA_character_, length(x))
  if (is.double(x)) tagged <- na_tag(x)
  plain <- ifelse(is.na(x), "", format(x, trim = TRUE, digits = 15, scientific = FALSE))
  plain <- sapply(plain, function(v) if (grepl("\\.", v)) sub("\\.?0+$", "", v) else v)
  ifelse(is.na(tagged), plain, paste0(".", tagged))
}
cat("file,variable,code,count\n")
for (file in commandArgs(trailingOnly = TRUE)) {
  d <- switch(tools::file_ext(file),
    dta = read_dta(file),
    csv = {
      names <- names(read.csv(file, check.names = FALSE, fileEncoding = "UTF-8-BOM", nrows = 1))
      legacy <- names[1] == "V1"
      read.csv(file, header = FALSE, skip = if (legacy) 2 else 3, colClasses = "character",
               col.names = names, check.names = FALSE)
    },
    read_sav(file, user_na = TRUE))
  for (v in names(d)) {
    x <- code(zap_labels(if (inherits(d[[v]], "haven_labelled")) {
      y <- d[[v]]; attr(y, "na_values") <- NULL; attr(y, "na_range") <- NULL
      class(y) <- setdiff(class(y), c("haven_labelled_spss")); unclass(y)
    } else if (is.numeric(d[[v]]) || is.character(d[[v]])) unclass(d[[v]]) else rep("", nrow(d))))
    x <- x[!is.na(x) & x != ""]
    if (length(unique(x)) > 40) next
    t <- table(x)
    for (value in names(t))
      cat(sprintf('%s,"%s","%s",%d\n', basename(file), v, gsub('"', '""', value), t[[value]]))
  }
}
