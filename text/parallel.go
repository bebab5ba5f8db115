package text

import "fmt"

// parallelTexts is the number of texts in data/parallel.
const parallelTexts = 5

// Parallel returns short texts of rising difficulty, each in the four
// languages: a plain letter, a notice, a news item, an official letter, an
// article of a regulation. The models are set to one scale over them.
func Parallel() []map[Lang]string {
	texts := make([]map[Lang]string, parallelTexts)
	for i := range texts {
		texts[i] = make(map[Lang]string, len(Langs))
		for _, l := range Langs {
			texts[i][l] = readFile(fmt.Sprintf("parallel/%d.%s.txt", i+1, l))
		}
	}
	return texts
}
