// Made by npm run bounds; not to be edited. For each suite what tells its net from another, the bound that
// an exhaustive search proves, and the steps of the walks that it found.

/** What an exhaustive search found, by model, criterion and whether deprecated codes are on, as text. */
export const optima: Readonly<Record<string, string>> = {
  'client states':
    'b924ec432e55b251;30;0,8,40,96,167,360,248,515,1391,3527,7952,1839,4957,10773,609,601,1832,4952,10717,19117,4952,10717,19116,28680,28679,37568,28669,38025,45341,9',
  'client states legacy':
    'b924ec432e55b251;30;0,8,40,96,167,360,248,515,1391,3527,7952,1839,4957,10773,609,601,1832,4952,10717,19117,4952,10717,19116,28680,28679,37568,28669,38025,45341,9',
  'pair states':
    '4a38e494bfb247c8;31;2,15,46,127,278,588,1218,2317,3781,6599,10429,14785,9624|2,16,57,166,46,128,309,648,278,588,1219,2337,4194,7082,10506,14935,19167',
  'pair states legacy':
    '4a38e494bfb247c8;31;2,15,46,127,278,588,1218,2317,3781,6599,10429,14785,9624|2,16,57,166,46,128,309,648,278,588,1219,2337,4194,7082,10506,14935,19167',
};
