%{ for p in parts }${p}-%{ endfor }${env}
