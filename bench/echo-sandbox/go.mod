module dev.hearth/bench/echo-sandbox

go 1.22
